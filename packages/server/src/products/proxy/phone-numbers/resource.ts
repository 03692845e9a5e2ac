// The PhoneNumber resource of Proxy: the pool of a service.
import { z } from 'zod';
import { type Call, list, read, removal, write } from '#http/operations.ts';
import { bool, sid, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { requireService } from '../services/commands.ts';
import { addPhoneNumber, type PoolPlace, removePhoneNumber, updatePhoneNumber } from './commands.ts';
import { findPoolNumber, type PoolNumber, poolNumbers } from './pool.ts';
import { presentPhoneNumber } from './present.ts';

const numberCreate = z.object({
  Sid: sid('PN').nullish(),
  PhoneNumber: text(191).nullish(),
  IsReserved: bool().nullish(),
});

const numberUpdate = z.object({ IsReserved: bool().nullish() });

function placeOf({ accountSid, params }: Pick<Call, 'accountSid' | 'params'>): PoolPlace {
  return { accountSid, serviceSid: params['ServiceSid']!, sid: params['Sid']!, kind: 'phone' };
}

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
  list: list(
    z.object({}),
    async (db, { accountSid, params }) => {
      const service = await requireService(db, accountSid, params['ServiceSid']!);
      return {
        query: poolNumbers(db)
          .where('proxy_phone_numbers.service_sid', '=', service.sid)
          .where('proxy_phone_numbers.kind', '=', 'phone'),
      };
    },
    [{ column: 'proxy_phone_numbers.sid', direction: 'asc' }],
  ),
  fetch: read((db, call) => findPoolNumber(db, placeOf(call))),
  update: write(numberUpdate, (tx, call) =>
    updatePhoneNumber(tx, placeOf(call), call.input.IsReserved ?? undefined),
  ),
  remove: removal((tx, call) => removePhoneNumber(tx, placeOf(call))),
};
