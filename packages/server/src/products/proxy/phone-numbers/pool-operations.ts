// What is done in the same way with the phone numbers and with the short codes of a pool.
import { z } from 'zod';
import { type Call, list, read, removal, write } from '#http/operations.ts';
import { bool } from '#http/parameters.ts';
import { requireService } from '../services/commands.ts';
import { type PoolPlace, removePhoneNumber, updatePhoneNumber } from './commands.ts';
import { findPoolNumber, type PoolKind, poolNumbers } from './pool.ts';

const changes = z.object({ IsReserved: bool().nullish() });

/** Listing, fetching, reserving and removing numbers of one kind. */
export function poolOperations(kind: PoolKind) {
  const placeOf = ({ accountSid, params }: Pick<Call, 'accountSid' | 'params'>): PoolPlace => ({
    accountSid,
    serviceSid: params['ServiceSid']!,
    sid: params['Sid']!,
    kind,
  });
  return {
    list: list(
      z.object({}),
      async (db, { accountSid, params }) => {
        const service = await requireService(db, accountSid, params['ServiceSid']!);
        return {
          query: poolNumbers(db)
            .where('proxy_phone_numbers.service_sid', '=', service.sid)
            .where('proxy_phone_numbers.kind', '=', kind),
        };
      },
      [{ column: 'proxy_phone_numbers.sid', direction: 'asc' as const }],
    ),
    fetch: read((db, call) => findPoolNumber(db, placeOf(call))),
    update: write(changes, (tx, call) =>
      updatePhoneNumber(tx, placeOf(call), call.input.IsReserved ?? undefined),
    ),
    remove: removal((tx, call) => removePhoneNumber(tx, placeOf(call))),
  };
}
