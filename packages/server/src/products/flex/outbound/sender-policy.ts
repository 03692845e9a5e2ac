// The address of ours a conversation is begun from, when it is not named: the agent's own, the one the customer knows,
// or one a messaging service chooses.
import { chooseSender, findMessagingService } from '#delivery/delivery.ts';
import { readAttributes } from '#kernel/attributes.ts';
import { ApiError, apiError, invalidParameter } from '#kernel/errors.ts';
import { parseAddress } from '#kernel/phone.ts';
import { creationMark } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { WorkerRow } from '#storage/schema/taskrouter.ts';
import type { Wish } from './conversations/wish.ts';
import { type OutboundChannel, spelledFor } from './preflight/addresses.ts';

/** Attributes of workers that name their own number, as set-ups of outbound functions write it. */
const NUMBER_ATTRIBUTES = ['phone', 'phone_number', 'twilio_number', 'number'] as const;

function agentNumber(worker: WorkerRow | null, channel: OutboundChannel): string | ApiError {
  if (worker === null) {
    return invalidParameter(
      'SenderPolicy',
      'agent-number needs Routing.WorkerSid or AgentIdentity of a worker',
    );
  }
  const attributes = readAttributes(worker.attributes);
  const number = NUMBER_ATTRIBUTES.map((name) => attributes[name]).find((value) => typeof value === 'string');
  if (typeof number !== 'string' || number === '') {
    return invalidParameter('SenderPolicy', `worker ${worker.sid} has no number in the attribute phone`);
  }
  return spelledFor(channel, number);
}

/** The address of ours in the latest text between the account and the customer. */
async function knownAddress(db: Reader, accountSid: string, to: string): Promise<string | null> {
  const texts = db
    .selectFrom('carrier_messages')
    .where('account_sid', '=', accountSid)
    .orderBy('sid', 'desc')
    .limit(1);
  const sent = await texts
    .select(['sid', 'from_address as ours'])
    .where('to_address', '=', to)
    .executeTakeFirst();
  const received = await texts
    .select(['sid', 'to_address as ours'])
    .where('from_address', '=', to)
    .executeTakeFirst();
  const [latest] = [sent, received]
    .filter((text) => text !== undefined)
    .sort((one, other) => (creationMark(one.sid) < creationMark(other.sid) ? 1 : -1));
  return latest?.ours || null;
}

/** The sender of this channel a messaging service chooses. */
async function chosenByService(
  tx: Transaction,
  accountSid: string,
  serviceSid: string,
  to: string,
): Promise<string | ApiError> {
  const service = await findMessagingService(tx.db, accountSid, serviceSid);
  if (service === undefined) return apiError(21701, undefined, { parameter: 'MessagingServiceSid' });
  try {
    return await chooseSender(tx, service, to, false);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return new ApiError(error.code, error.status, error.message, { parameter: 'MessagingServiceSid' });
  }
}

async function stickyAddress(tx: Transaction, accountSid: string, wish: Wish, to: string) {
  const known = await knownAddress(tx.db, accountSid, to);
  if (known !== null && parseAddress(known) !== null) return known;
  if (wish.messagingServiceSid !== null) {
    return chosenByService(tx, accountSid, wish.messagingServiceSid, to);
  }
  return invalidParameter(
    'SenderPolicy',
    'the customer has never heard from the account; MessagingServiceSid would choose a sender',
  );
}

/** The address, or why there is none. Without a policy the address must have been named (21603). */
export async function chooseFrom(
  tx: Transaction,
  accountSid: string,
  wish: Wish,
  known: { readonly to: string; readonly channel: OutboundChannel; readonly worker: WorkerRow | null },
): Promise<string | ApiError> {
  const { to, channel, worker } = known;
  if (wish.from !== null) return spelledFor(wish.channel ?? null, wish.from);
  switch (wish.senderPolicy) {
    case 'agent-number':
      return agentNumber(worker, channel);
    case 'sticky':
      return stickyAddress(tx, accountSid, wish, to);
    case 'messaging-service':
      return chosenByService(tx, accountSid, wish.messagingServiceSid as string, to);
    default:
      return apiError(21603, undefined, { parameter: 'From' });
  }
}
