// The tokens the SDKs of a signed-in browser connect with: one for the worker, one for conversations.
import { isoDate } from '#kernel/dates.ts';
import { mintAccessToken } from '#realtime/realtime.ts';
import type { Context } from '#server/context.ts';
import { conversationsOf, workplaceOf } from './desk-session.ts';
import { endOf, type SignedIn } from './sessions.ts';

const HOUR_S = 3_600;

/** An hour, or what is left of the session. */
function secondsOf(end: number, now: number): number {
  return Math.max(1, Math.min(HOUR_S, Math.floor((end - now) / 1_000)));
}

/** Mints both; there is no worker token for those who are no workers. */
export async function mintTokens(
  { database, clock, config }: Context,
  { session, agent }: SignedIn,
): Promise<Record<string, unknown>> {
  const { read } = database;
  const now = clock.now();
  const ttl = secondsOf(endOf(session, config.desk), now);
  const [place, serviceSid] = await Promise.all([
    workplaceOf(read, agent),
    conversationsOf(read, database.transaction, agent.account_sid),
  ]);
  const { identity, workerSid, workspaceSid } = place;
  const common = { accountSid: agent.account_sid, identity, ttl };
  const role = agent.role === 'agent' ? 'worker' : 'supervisor';
  const [workerToken, accessToken] = await Promise.all([
    workerSid === null || workspaceSid === null
      ? null
      : mintAccessToken(read, now, { ...common, grants: { taskRouter: { workspaceSid, workerSid, role } } }),
    mintAccessToken(read, now, { ...common, grants: { chat: { serviceSid } } }),
  ]);
  return { worker_token: workerToken, access_token: accessToken, expires_at: isoDate(now + ttl * 1_000) };
}
