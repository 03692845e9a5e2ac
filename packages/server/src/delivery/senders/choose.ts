// Choosing the sender of a message that names a messaging service, and keeping to it.
import { apiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { MessagingServiceRow } from '#storage/schema/messaging-services.ts';
import { chooseFrom } from './choice-rule.ts';
import { sendersOfService } from './messaging-services.ts';

/** Messages of each service so far in this process: equal senders take turns without a row all messages wait for. */
const turns = new Map<string, number>();

function nextTurn(serviceSid: string): number {
  const turn = turns.get(serviceSid) ?? 0;
  turns.set(serviceSid, turn + 1);
  return turn;
}

async function stickyAddress(tx: Transaction, serviceSid: string, recipient: string): Promise<string | null> {
  const kept = await tx.db
    .selectFrom('sticky_senders')
    .select('address')
    .where('service_sid', '=', serviceSid)
    .where('recipient', '=', recipient)
    .executeTakeFirst();
  return kept?.address ?? null;
}

/** Keeps the address for the recipient, unless another message has just done so: then its address is the one. */
async function keep(
  tx: Transaction,
  service: MessagingServiceRow,
  recipient: string,
  address: string,
  before: string | null,
): Promise<string> {
  const row = {
    service_sid: service.sid,
    recipient,
    account_sid: service.account_sid,
    address,
    date_created: tx.now,
  };
  const kept = await tx.db
    .insertInto('sticky_senders')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['service_sid', 'recipient'])
        .doUpdateSet({ address, date_created: tx.now })
        .where('sticky_senders.address', '=', before ?? ''),
    )
    .returning('address')
    .executeTakeFirst();
  return kept?.address ?? (await stickyAddress(tx, service.sid, recipient)) ?? address;
}

/**
 * The address a message of the service leaves from. Refused: 21704 when the service has no senders, 21703 when none
 * of them can send it.
 */
export async function chooseSender(
  tx: Transaction,
  service: MessagingServiceRow,
  to: string,
  hasMedia: boolean,
): Promise<string> {
  const pool = await sendersOfService(tx.db, service.sid);
  if (pool.length === 0) throw apiError(21704);
  const isSticky = service.sticky_sender === 1;
  const sticky = isSticky ? await stickyAddress(tx, service.sid, to) : null;
  const chosen = chooseFrom(pool, {
    to,
    hasMedia,
    sticky,
    isAreaCodeMatched: service.area_code_geomatch === 1,
    turn: nextTurn(service.sid),
  });
  if (chosen === null) throw apiError(21703);
  const isKept = chosen.kind === 'phone-number' || chosen.kind === 'channel';
  if (!isSticky || !isKept || chosen.address === sticky) return chosen.address;
  return keep(tx, service, to, chosen.address, sticky);
}
