// The ShortCode resource of Proxy, as SDKs before 5.7 call it: the short codes of a service's pool.
import { z } from 'zod';
import { write } from '#http/operations.ts';
import { sid } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { apiError } from '#kernel/errors.ts';
import { enterPool } from '../phone-numbers/commands.ts';
import type { PoolNumber } from '../phone-numbers/pool.ts';
import { poolOperations } from '../phone-numbers/pool-operations.ts';
import { requireService } from '../services/commands.ts';
import { findShortCode, SHORT_CODE_COUNTRY } from './own-short-codes.ts';
import { presentPoolShortCode } from './present.ts';

const shortCodeCreate = z.object({ Sid: sid('SC') });

export const shortCodeResource: Resource<PoolNumber> = {
  product: 'proxy',
  path: '/v1/Services/{ServiceSid}/ShortCodes',
  key: 'short_codes',
  present: presentPoolShortCode,
  create: write(shortCodeCreate, async (tx, { accountSid, params, input }) => {
    const service = await requireService(tx.db, accountSid, params['ServiceSid']!);
    const code = await findShortCode(tx.db, accountSid, input.Sid);
    if (code === undefined) throw apiError(80606, undefined, { parameter: 'Sid' });
    return enterPool(tx, {
      accountSid,
      serviceSid: service.sid,
      sid: code.sid,
      kind: 'short-code',
      address: code.phone_number,
      isoCountry: SHORT_CODE_COUNTRY,
      friendlyName: code.friendly_name,
      isReserved: false,
    });
  }),
  ...poolOperations('short-code'),
};
