// Active channels of customers at an address whom no session connects: what an agent writes there reaches nobody.
import type { Reader } from '#storage/database.ts';
import type { FlexChannelType } from '#storage/schema/flex.ts';
import {
  type ActiveChannel,
  activeChannelPage,
  holdActiveChannel,
  mayRest,
  openTasks,
} from './active-channels.ts';
import { endChannelWithWork } from './end-channel.ts';
import { defineRule } from './rule.ts';

/** Channels of these types reach their customers through Proxy. */
const THROUGH_PROXY: ReadonlySet<FlexChannelType | null> = new Set(['sms', 'whatsapp', 'facebook', 'line']);

/** Whether each of the channels is in an active session, and when it last left one; 0 for never. */
async function sessionsOf(db: Reader, accountSid: string, channels: readonly ActiveChannel[]) {
  if (channels.length === 0) return new Map();
  const rows = await db
    .selectFrom('proxy_participants')
    .select(({ fn }) => [
      'identifier',
      fn.max('active').as('is_active'),
      fn.max('date_updated').as('left_at'),
    ])
    .where('account_sid', '=', accountSid)
    .where(
      'identifier',
      'in',
      channels.map(({ sid }) => sid),
    )
    .groupBy('identifier')
    .execute();
  return new Map(rows.map((row) => [row.identifier, row]));
}

export const channelWithoutSession = defineRule<ActiveChannel>({
  name: 'channel-without-session',
  page: activeChannelPage,
  hold: holdActiveChannel,
  async judge(db, rows, { accountSid }) {
    const carried = rows.filter(({ channel_type: type }) => THROUGH_PROXY.has(type));
    const [sessions, tasks] = await Promise.all([
      sessionsOf(db, accountSid, carried),
      openTasks(db, carried),
    ]);
    return carried.flatMap((channel) => {
      const session = sessions.get(channel.sid);
      if (session?.is_active === 1) return [];
      const task = tasks.get(channel.sid);
      // Nobody is in it, and the customer's next text connects it again.
      if (task === undefined && mayRest(channel)) return [];
      return [
        {
          subjectSid: channel.sid,
          related: task === undefined ? {} : { task },
          since: Math.max(channel.date_updated, session?.left_at ?? 0),
          fault: 'The channel is active and in no open session, so it reaches nobody',
          remedy: 'retire-channel' as const,
        },
      ];
    });
  },
  mend: (tx, { accountSid, subjectSid, fault }) => endChannelWithWork(tx, accountSid, subjectSid, fault),
});
