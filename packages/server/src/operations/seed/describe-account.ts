// The facts of an account that programs start from, read from the database as it is now.
import type { Reader } from '#storage/database.ts';
import type { Credentials } from './credentials.ts';

/** More than a demo has; an account that grew beyond it has other ways to look its objects up. */
const MOST = 100;

const first = <T>(rows: readonly T[]): T | undefined => rows[0];

async function workspaceFacts(db: Reader, accountSid: string) {
  const workspace = await db
    .selectFrom('workspaces')
    .select('sid')
    .where('account_sid', '=', accountSid)
    .orderBy('sid')
    .limit(1)
    .executeTakeFirst();
  const workspaceSid = workspace?.sid ?? '';
  const [workflows, queues, channels, activities, workers] = await Promise.all([
    db
      .selectFrom('workflows')
      .select('sid')
      .where('workspace_sid', '=', workspaceSid)
      .orderBy('sid')
      .limit(1)
      .execute(),
    db
      .selectFrom('task_queues')
      .select('sid')
      .where('workspace_sid', '=', workspaceSid)
      .orderBy('sid')
      .limit(1)
      .execute(),
    db
      .selectFrom('task_channels')
      .select(['sid', 'unique_name'])
      .where('workspace_sid', '=', workspaceSid)
      .limit(MOST)
      .execute(),
    db
      .selectFrom('activities')
      .select(['sid', 'friendly_name'])
      .where('workspace_sid', '=', workspaceSid)
      .limit(MOST)
      .execute(),
    db
      .selectFrom('workers')
      .innerJoin('agents', 'agents.worker_sid', 'workers.sid')
      .select(['workers.sid', 'workers.friendly_name', 'workers.attributes', 'agents.login'])
      .where('workers.workspace_sid', '=', workspaceSid)
      .where('agents.role', '=', 'agent')
      .orderBy('workers.sid')
      .limit(MOST)
      .execute(),
  ]);
  return {
    workspaceSid: workspace?.sid ?? null,
    workflowSid: first(workflows)?.sid ?? null,
    taskQueueSid: first(queues)?.sid ?? null,
    taskChannels: Object.fromEntries(channels.map(({ unique_name, sid }) => [unique_name, sid])),
    activities: Object.fromEntries(activities.map(({ friendly_name, sid }) => [friendly_name, sid])),
    workers,
  };
}

/** What `credentials.json` says, but for the address and secrets: `passwords` holds those still known, by login. */
export async function describeAccount(
  db: Reader,
  accountSid: string,
  passwords: ReadonlyMap<string, string>,
): Promise<Omit<Credentials, 'baseUrl' | 'secureUrl' | 'accountSid' | 'authToken'>> {
  const [{ workers, ...workspace }, numbers, chatServices, proxyServices, flows, logins] = await Promise.all([
    workspaceFacts(db, accountSid),
    db
      .selectFrom('own_numbers')
      .select('phone_number')
      .where('account_sid', '=', accountSid)
      .orderBy('sid')
      .limit(MOST)
      .execute(),
    db
      .selectFrom('chat_services')
      .select('sid')
      .where('account_sid', '=', accountSid)
      .orderBy('sid')
      .limit(1)
      .execute(),
    db
      .selectFrom('proxy_services')
      .select('sid')
      .where('account_sid', '=', accountSid)
      .orderBy('sid')
      .limit(1)
      .execute(),
    db
      .selectFrom('flex_flows')
      .selectAll()
      .where('account_sid', '=', accountSid)
      .orderBy('sid')
      .limit(MOST)
      .execute(),
    db
      .selectFrom('agents')
      .select(['login', 'role', 'full_name'])
      .where('account_sid', '=', accountSid)
      .orderBy('sid')
      .limit(MOST)
      .execute(),
  ]);
  return {
    phoneNumbers: numbers.map((number) => number.phone_number),
    chatServiceSid: first(chatServices)?.sid ?? null,
    proxyServiceSid: first(proxyServices)?.sid ?? null,
    ...workspace,
    workers: workers.map((worker) => ({
      sid: worker.sid,
      friendlyName: worker.friendly_name,
      phone: String((JSON.parse(worker.attributes) as { phone?: unknown }).phone ?? ''),
      login: worker.login,
      password: passwords.get(worker.login) ?? '',
    })),
    logins: logins.map(({ login, role, full_name: name }) => ({
      login,
      password: passwords.get(login) ?? '',
      role,
      name,
    })),
    flexFlows: flows.map((flow) => ({
      sid: flow.sid,
      channelType: flow.channel_type,
      contactIdentity: flow.contact_identity,
      integrationType: flow.integration_type,
      enabled: flow.enabled === 1,
    })),
  };
}
