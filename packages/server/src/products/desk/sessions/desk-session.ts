// What the desk is told of whoever is signed in: who he is, and where his work is.
import type { DeskConfig } from '#config/desk.ts';
import { isoDate } from '#kernel/dates.ts';
import { agentIdentity } from '#products/taskrouter/taskrouter.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { AgentRow } from '#storage/schema/desk.ts';
import { defaultService, findConfiguration } from '#threads/threads.ts';
import { endOf, type SignedIn } from './sessions.ts';

/** Where somebody works. */
export interface Workplace {
  /** Under which he takes part in conversations. */
  readonly identity: string;
  readonly workerSid: string | null;
  readonly workspaceSid: string | null;
}

/** The workspace of those who are no workers: the account's first. */
async function firstWorkspace(db: Reader, accountSid: string): Promise<string | null> {
  const workspace = await db
    .selectFrom('workspaces')
    .select('sid')
    .where('account_sid', '=', accountSid)
    .orderBy('sid')
    .limit(1)
    .executeTakeFirst();
  return workspace?.sid ?? null;
}

/** Where an agent works; one whose worker was removed is none any more. */
export async function workplaceOf(db: Reader, agent: AgentRow): Promise<Workplace> {
  const worker =
    agent.worker_sid === null
      ? undefined
      : await db
          .selectFrom('workers')
          .select(['sid', 'workspace_sid', 'attributes', 'friendly_name'])
          .where('sid', '=', agent.worker_sid)
          .where('account_sid', '=', agent.account_sid)
          .executeTakeFirst();
  if (worker !== undefined) {
    return {
      identity: agentIdentity(worker),
      workerSid: worker.sid,
      workspaceSid: worker.workspace_sid,
    };
  }
  return {
    identity: agentIdentity({ attributes: '{}', friendly_name: agent.login }),
    workerSid: null,
    workspaceSid: await firstWorkspace(db, agent.account_sid),
  };
}

/** The service the account's conversations live in, made when there is none yet. */
export async function conversationsOf(
  db: Reader,
  transaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>,
  accountSid: string,
): Promise<string> {
  const configuration = await findConfiguration(db, accountSid);
  if (configuration !== undefined) return configuration.default_chat_service_sid;
  return (await transaction((tx) => defaultService(tx, accountSid))).sid;
}

/** The JSON of a session, but for the ways to sign in. */
export function presentSession(
  { session, agent }: SignedIn,
  place: Workplace,
  chatServiceSid: string,
  config: DeskConfig,
): Record<string, unknown> {
  return {
    identity: place.identity,
    login: agent.login,
    full_name: agent.full_name,
    role: agent.role,
    has_password: agent.password_hash !== null,
    account_sid: agent.account_sid,
    agent_sid: agent.sid,
    worker_sid: place.workerSid,
    workspace_sid: place.workspaceSid,
    chat_service_sid: chatServiceSid,
    expires_at: isoDate(endOf(session, config)),
  };
}
