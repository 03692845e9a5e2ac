// Telling the maker of a call what becomes of its first message, at the StatusCallback URL of the call.
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import type { Reader } from '#storage/database.ts';
import { enqueueWebhook } from '#webhooks/webhooks.ts';

type Changed = StoredEvent<'carrier-message.status'>;

/** A call that wants to be told, by the carrier message its first message left as. */
interface Told {
  readonly carrierMessageSid: string;
  readonly sid: string;
  readonly conversationSid: string;
  readonly url: string;
}

/**
 * First messages leave through the receipts of a conversation, or through the interactions of a session: their receipts
 * come only with what a carrier says.
 */
async function toldOf(db: Reader, events: readonly StoredEvent[]): Promise<Told[]> {
  const sids = [...new Set(events.map(({ subjectSid }) => subjectSid))];
  const columns = [
    'outbound_conversations.sid',
    'outbound_conversations.conversation_sid',
    'outbound_conversations.status_callback',
  ] as const;
  const current = await db
    .selectFrom('receipts')
    .innerJoin('outbound_conversations', 'outbound_conversations.message_sid', 'receipts.message_sid')
    .select([...columns, 'receipts.channel_message_sid as carrier_sid'])
    .where('receipts.channel_message_sid', 'in', sids)
    .where('outbound_conversations.status_callback', 'is not', null)
    .execute();
  const legacy = await db
    .selectFrom('proxy_interactions')
    .innerJoin(
      'outbound_conversations',
      'outbound_conversations.message_sid',
      'proxy_interactions.inbound_resource_sid',
    )
    .select([...columns, 'proxy_interactions.outbound_resource_sid as carrier_sid'])
    .where('proxy_interactions.outbound_resource_sid', 'in', sids)
    .where('outbound_conversations.status_callback', 'is not', null)
    .execute();
  return [...current, ...legacy].map((row) => ({
    carrierMessageSid: row.carrier_sid as string,
    sid: row.sid,
    conversationSid: row.conversation_sid,
    url: row.status_callback as string,
  }));
}

function parametersOf({ accountSid, subjectSid, data }: Changed, told: Told): Record<string, string> {
  return {
    OutboundSid: told.sid,
    ConversationSid: told.conversationSid,
    MessageSid: subjectSid,
    MessageStatus: data.status,
    AccountSid: accountSid,
    From: data.from,
    To: data.to,
    ApiVersion: 'v1',
    ...(data.errorCode === null ? {} : { ErrorCode: String(data.errorCode) }),
  };
}

/** Calls back for each status the first message of a call gets. */
export const outboundStatusCallbacks: Processor = {
  name: 'outbound-status-callbacks',
  handles: ['carrier-message.status'],
  concerns: async (db, events) => (await toldOf(db, events)).length > 0,
  async process(tx, events) {
    const told = new Map((await toldOf(tx.db, events)).map((call) => [call.carrierMessageSid, call]));
    for (const event of events as readonly Changed[]) {
      const call = told.get(event.subjectSid);
      if (call === undefined) continue;
      await enqueueWebhook(tx, {
        accountSid: event.accountSid,
        subjectSid: call.sid,
        eventType: 'outbound.message-status',
        url: call.url,
        parameters: parametersOf(event, call),
      });
    }
  },
};
