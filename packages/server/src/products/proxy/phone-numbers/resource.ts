// The PhoneNumber resource of Proxy: the pool of a service.
import { z } from 'zod';
import { write } from '#http/operations.ts';
import { bool, sid, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { addPhoneNumber } from './commands.ts';
import type { PoolNumber } from './pool.ts';
import { poolOperations } from './pool-operations.ts';
import { presentPhoneNumber } from './present.ts';

const numberCreate = z.object({
  Sid: sid('PN').nullish(),
  PhoneNumber: text(191).nullish(),
  IsReserved: bool().nullish(),
});

export const phoneNumberResource: Resource<PoolNumber> = {
  product: 'proxy',
  path: '/v1/Services/{ServiceSid}/PhoneNumbers',
  key: 'phone_numbers',
  present: presentPhoneNumber,
  create: write(numberCreate, (tx, { accountSid, params, input }) =>
    addPhoneNumber(tx, {
      accountSid,
      serviceSid: params['ServiceSid']!,
      sid: input.Sid,
      phoneNumber: input.PhoneNumber,
      isReserved: input.IsReserved ?? undefined,
    }),
  ),
  ...poolOperations('phone'),
};
