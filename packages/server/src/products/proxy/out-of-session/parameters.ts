// What a server is told of a text without a session: the form of every inbound text, and the session its two
// addresses had last (Twilio: "Proxy Webhooks", OutOfSessionCallbackUrl).
import type { CarrierMessageRow } from '#delivery/delivery.ts';
import { isoDate } from '#kernel/dates.ts';
import { countryOf } from '#kernel/phone.ts';
import type { Reader } from '#storage/database.ts';
import type { ProxyParticipantRow, ProxySessionRow } from '#storage/schema/proxy.ts';

/** The session two addresses had last, whatever became of it, with its sides. */
export interface FormerSession {
  readonly session: ProxySessionRow;
  readonly sender: ProxyParticipantRow;
  readonly partner: ProxyParticipantRow | undefined;
}

/** The last session in which the sender of a text wrote to this address of ours. */
export async function formerSession(
  db: Reader,
  message: CarrierMessageRow,
): Promise<FormerSession | undefined> {
  const sender = await db
    .selectFrom('proxy_participants')
    .selectAll()
    .where('account_sid', '=', message.account_sid)
    .where('identifier', '=', message.from_address)
    .where('proxy_identifier', '=', message.to_address)
    .orderBy('sid', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (sender === undefined) return undefined;
  const session = await db
    .selectFrom('proxy_sessions')
    .selectAll()
    .where('sid', '=', sender.session_sid)
    .executeTakeFirst();
  if (session === undefined) return undefined;
  const partner = await db
    .selectFrom('proxy_participants')
    .selectAll()
    .where('session_sid', '=', session.sid)
    .where('sid', '<>', sender.sid)
    .orderBy('sid', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { session, sender, partner };
}

function participantFields(side: 'inbound' | 'outbound', row: ProxyParticipantRow | undefined) {
  if (row === undefined) return {};
  const prefix = `${side}Participant`;
  return {
    [`${prefix}Sid`]: row.sid,
    [`${prefix}AccountSid`]: row.account_sid,
    [`${prefix}ServiceSid`]: row.service_sid,
    [`${prefix}SessionSid`]: row.session_sid,
    [`${prefix}Identifier`]: row.identifier,
    [`${prefix}FriendlyName`]: row.friendly_name,
    [`${prefix}ProxyIdentifier`]: row.proxy_identifier,
    [`${prefix}ProxyIdentifierSid`]: row.proxy_identifier_sid,
    [`${prefix}DateCreated`]: isoDate(row.date_created),
    [`${prefix}DateUpdated`]: isoDate(row.date_updated),
  };
}

function formerFields(former: FormerSession | undefined): Record<string, string | null> {
  if (former === undefined) return {};
  const { session, sender, partner } = former;
  return {
    sessionSid: session.sid,
    sessionAccountSid: session.account_sid,
    sessionServiceSid: session.service_sid,
    sessionUniqueName: session.unique_name,
    sessionMode: session.mode,
    sessionStatus: session.status,
    sessionClosedReason: session.closed_reason,
    sessionDateCreated: isoDate(session.date_created),
    sessionDateUpdated: isoDate(session.date_updated),
    sessionDateEnded: isoDate(session.date_ended),
    ...participantFields('inbound', sender),
    ...participantFields('outbound', partner),
  };
}

/** The form of the callback. */
export function outOfSessionParameters(
  message: CarrierMessageRow,
  former: FormerSession | undefined,
): Record<string, string> {
  const media = message.media_urls === null ? [] : (JSON.parse(message.media_urls) as string[]);
  const fields: Record<string, string | null> = {
    MessageSid: message.sid,
    SmsSid: message.sid,
    SmsMessageSid: message.sid,
    AccountSid: message.account_sid,
    From: message.from_address,
    FromCountry: countryOf(message.from_address),
    To: message.to_address,
    ToCountry: countryOf(message.to_address),
    Body: message.body ?? '',
    NumMedia: String(media.length),
    ...Object.fromEntries(media.map((url, position) => [`MediaUrl${position}`, url])),
    NumSegments: String(message.num_segments),
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
    ...formerFields(former),
  };
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}
