// Sessions of browsers: begun when somebody signs in, ended by him, by time, or by a change of his rights. Only a
// digest of the token is stored, so the table lets nobody in.
import { createHash, randomBytes } from 'node:crypto';
import type { DeskConfig } from '#config/desk.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { AgentRow, DeskSessionRow } from '#storage/schema/desk.ts';

const TOKEN_BYTES = 32;
/** How exactly the last use of a session is known: not every request writes. */
const SEEN_EXACTLY_MS = 60_000;

/** Told to every process when a session may have ended before its time. */
export const SESSIONS_ENDED = 'desk-sessions-ended';

/** Somebody in a browser. */
export interface SignedIn {
  readonly session: DeskSessionRow;
  readonly agent: AgentRow;
}

/** The form a token is stored in. Tokens are random, so a plain digest is enough. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Begins a session; the token is known here and to the browser only. */
export async function beginSession(
  tx: Transaction,
  agent: AgentRow,
  { lifetime }: DeskConfig,
): Promise<{ token: string; signedIn: SignedIn }> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const session: DeskSessionRow = {
    token_hash: tokenHash(token),
    account_sid: agent.account_sid,
    agent_sid: agent.sid,
    date_created: tx.now,
    last_seen: tx.now,
    expires_at: tx.now + lifetime,
  };
  await tx.db.insertInto('desk_sessions').values(session).execute();
  return { token, signedIn: { session, agent } };
}

/** When a session ends if nothing more is heard of it. */
export function endOf({ last_seen, expires_at }: DeskSessionRow, { idle }: DeskConfig): number {
  return Math.min(expires_at, last_seen + idle);
}

/** The session of this digest, while it lasts and its account is active. */
export async function findSession(
  db: Reader,
  hash: string,
  now: number,
  config: DeskConfig,
): Promise<SignedIn | null> {
  const session = await db
    .selectFrom('desk_sessions')
    .innerJoin('accounts', 'accounts.sid', 'desk_sessions.account_sid')
    .selectAll('desk_sessions')
    .where('token_hash', '=', hash)
    .where('accounts.status', '=', 'active')
    .executeTakeFirst();
  if (session === undefined || endOf(session, config) <= now) return null;
  const agent = await db
    .selectFrom('agents')
    .selectAll()
    .where('sid', '=', session.agent_sid)
    .where('account_sid', '=', session.account_sid)
    .executeTakeFirst();
  return agent === undefined ? null : { session, agent };
}

/** Whether the use of a session has to be written down. */
export function isSeenLongAgo({ last_seen }: DeskSessionRow, now: number): boolean {
  return now - last_seen >= SEEN_EXACTLY_MS;
}

/** Writes down that a session is used; one that has ended meanwhile stays ended. */
export async function seeSession(tx: Transaction, hash: string): Promise<void> {
  await tx.db
    .updateTable('desk_sessions')
    .set({ last_seen: tx.now })
    .where('token_hash', '=', hash)
    .where('last_seen', '<', tx.now)
    .execute();
}

/** Ends the session of this digest. */
export async function endSession(tx: Transaction, hash: string): Promise<void> {
  await tx.db.deleteFrom('desk_sessions').where('token_hash', '=', hash).execute();
  tx.signal(SESSIONS_ENDED);
}

/** Ends everything somebody is signed in to. */
export async function endSessionsOf(
  tx: Transaction,
  { sid, account_sid }: Pick<AgentRow, 'sid' | 'account_sid'>,
): Promise<void> {
  await tx.db
    .deleteFrom('desk_sessions')
    .where('account_sid', '=', account_sid)
    .where('agent_sid', '=', sid)
    .execute();
  tx.signal(SESSIONS_ENDED);
}

/** Removes sessions that ended by themselves; true when more may be left. */
export async function purgeSessions(tx: Transaction, config: DeskConfig, chunk: number): Promise<boolean> {
  const { numDeletedRows } = await tx.db
    .deleteFrom('desk_sessions')
    .where('token_hash', 'in', (eb) =>
      eb
        .selectFrom('desk_sessions')
        .select('token_hash')
        .where((row) =>
          row.or([row('last_seen', '<=', tx.now - config.idle), row('expires_at', '<=', tx.now)]),
        )
        .orderBy('last_seen')
        .limit(chunk),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === chunk;
}
