// Proxy sessions whose chat channel is over: they keep the customer's pair of addresses taken for nothing.
import { isSid } from '#kernel/sid.ts';
import { closeSession } from '#products/proxy/proxy.ts';
import type { Reader } from '#storage/database.ts';
import { endedPlaces } from './customer-places.ts';
import { defineRule, pageOf } from './rule.ts';

/** A chat channel that takes part in an active session. */
interface ChannelInSession {
  readonly session_sid: string;
  readonly identifier: string;
  readonly proxy_identifier: string;
  /** The last change of the session, or the last message through it. */
  readonly date_updated: number;
  readonly date_created: number;
}

function channelsInSessions(db: Reader, accountSid: string) {
  return db
    .selectFrom('proxy_participants as participant')
    .innerJoin('proxy_sessions as session', 'session.sid', 'participant.session_sid')
    .select([
      'participant.session_sid',
      'participant.identifier',
      'participant.proxy_identifier',
      'session.date_updated',
      'session.date_created',
    ])
    .where('participant.account_sid', '=', accountSid)
    .where('participant.active', '=', 1)
    .where('session.status', 'in', ['open', 'in-progress']);
}

const onlyChannels = (rows: readonly ChannelInSession[]) =>
  rows.filter(({ identifier }) => isSid(identifier, 'CH'));

export const sessionWithoutChannel = defineRule<ChannelInSession>({
  name: 'session-without-channel',
  async page(db, { accountSid, after, size }) {
    // Identifiers with active participants are in an index of their own; a channel with two of them is two rows.
    const [identifier = '', ...rest] = after === '' ? ['CH'] : after.split(' ');
    const proxyIdentifier = rest.join(' ');
    const rows = await channelsInSessions(db, accountSid)
      .where('participant.identifier', '>=', identifier)
      .where('participant.identifier', '<', 'CI')
      .where(({ eb, or }) =>
        or([
          eb('participant.identifier', '>', identifier),
          eb('participant.proxy_identifier', '>', proxyIdentifier),
        ]),
      )
      .orderBy('participant.identifier')
      .orderBy('participant.proxy_identifier')
      .limit(size + 1)
      .execute();
    const page = pageOf(rows, size, (row) => `${row.identifier} ${row.proxy_identifier}`);
    return { ...page, rows: onlyChannels(page.rows) };
  },
  async judge(db, rows, { accountSid }) {
    const ended = await endedPlaces(
      db,
      accountSid,
      rows.map(({ identifier }) => identifier),
    );
    return rows.flatMap((row) => {
      const place = ended.get(row.identifier);
      if (place === undefined) return [];
      return [
        {
          subjectSid: row.session_sid,
          related: { channel: row.identifier },
          since: Math.max(place.endedAt ?? row.date_updated, row.date_created),
          fault: `The session is open and its chat channel is ${place.how}`,
          remedy: 'close-session' as const,
        },
      ];
    });
  },
  async hold(tx, accountSid, sessionSid) {
    const held = await tx.db
      .updateTable('proxy_sessions')
      .set((eb) => ({ status: eb.ref('status') }))
      .where('sid', '=', sessionSid)
      .where('account_sid', '=', accountSid)
      .where('status', 'in', ['open', 'in-progress'])
      .returning('sid')
      .executeTakeFirst();
    if (held === undefined) return [];
    const rows = await channelsInSessions(tx.db, accountSid)
      .where('participant.session_sid', '=', sessionSid)
      .execute();
    return onlyChannels(rows);
  },
  async mend(tx, { accountSid, subjectSid }) {
    await closeSession(tx, { accountSid, sessionSid: subjectSid, reason: 'api' });
  },
});
