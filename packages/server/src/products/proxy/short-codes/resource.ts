// The ShortCode resource of Proxy, as SDKs before 5.7 call it: the short codes of a service's pool.
import { z } from 'zod';
import { type Call, list, read, removal, write } from '#http/operations.ts';
import { bool, sid } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { apiError } from '#kernel/errors.ts';
import {
  enterPool,
  type PoolPlace,
  removePhoneNumber,
  updatePhoneNumber,
} from '../phone-numbers/commands.ts';
import { findPoolNumber, type PoolNumber, poolNumbers } from '../phone-numbers/pool.ts';
import { requireService } from '../services/commands.ts';
import { findShortCode, SHORT_CODE_COUNTRY } from './own-short-codes.ts';
import { presentPoolShortCode } from './present.ts';

const shortCodeCreate = z.object({ Sid: sid('SC') });
const shortCodeUpdate = z.object({ IsReserved: bool().nullish() });

function placeOf({ accountSid, params }: Pick<Call, 'accountSid' | 'params'>): PoolPlace {
  return { accountSid, serviceSid: params['ServiceSid']!, sid: params['Sid']!, kind: 'short-code' };
}

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
  list: list(
    z.object({}),
    async (db, { accountSid, params }) => {
      const service = await requireService(db, accountSid, params['ServiceSid']!);
      return {
        query: poolNumbers(db)
          .where('proxy_phone_numbers.service_sid', '=', service.sid)
          .where('proxy_phone_numbers.kind', '=', 'short-code'),
      };
    },
    [{ column: 'proxy_phone_numbers.sid', direction: 'asc' }],
  ),
  fetch: read((db, call) => findPoolNumber(db, placeOf(call))),
  update: write(shortCodeUpdate, (tx, call) =>
    updatePhoneNumber(tx, placeOf(call), call.input.IsReserved ?? undefined),
  ),
  remove: removal((tx, call) => removePhoneNumber(tx, placeOf(call))),
};
