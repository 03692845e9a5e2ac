// Where the task of an outbound conversation goes: what was said, completed by what follows from it.
import { type ApiError, invalidParameter, missingParameter } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { FlexFlowRow } from '#storage/schema/flex.ts';
import type { WorkerRow } from '#storage/schema/taskrouter.ts';
import { givenSettings } from '../configuration/configuration.ts';
import { integrationOf } from '../flows/integration.ts';
import type { RoutingWish } from './conversations/wish.ts';
import { type Agent, agentOf, workerWithIdentity } from './known-agents.ts';

/** Where tasks go; stored with the record, because the answer makes its task later. */
export interface Target {
  readonly workspaceSid: string;
  readonly workflowSid: string | null;
  readonly queueSid: string | null;
  readonly workerSid: string | null;
  /** The worker is asked first, and the workflow when they are away. */
  readonly isToSameAgent: boolean;
  /** SID or unique name. */
  readonly taskChannel: string;
  readonly priority: number;
  /** Seconds. */
  readonly timeout: number;
  /** JSON object as text. */
  readonly attributes: string | null;
}

/** The target, and the agent who writes as far as one was named. */
export interface Resolved {
  readonly target: Target;
  readonly agent: Agent | null;
  readonly worker: WorkerRow | null;
}

const DEFAULT_TIMEOUT = 86_400;

async function workerOf(
  db: Reader,
  accountSid: string,
  wish: RoutingWish,
): Promise<WorkerRow | ApiError | null> {
  const { workerSid, agentIdentity, workspaceSid } = wish;
  if (workerSid !== null) {
    const worker = await db
      .selectFrom('workers')
      .selectAll()
      .where('sid', '=', workerSid)
      .where('account_sid', '=', accountSid)
      .executeTakeFirst();
    return worker ?? invalidParameter('Routing.WorkerSid', `the account has no worker ${workerSid}`);
  }
  if (agentIdentity === null) {
    return wish.isToSameAgent ? missingParameter('AgentIdentity') : null;
  }
  const worker = await workerWithIdentity(db, accountSid, agentIdentity, workspaceSid);
  if (worker !== undefined) return worker;
  return wish.isToSameAgent
    ? invalidParameter('AgentIdentity', 'no worker of the account has this identity')
    : null;
}

async function hasWorkspace(db: Reader, accountSid: string, sid: string): Promise<boolean> {
  const found = await db
    .selectFrom('workspaces')
    .select('sid')
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  return found !== undefined;
}

/** The workspace of a queue or workflow that was named. */
async function workspaceOf(db: Reader, table: 'task_queues' | 'workflows', accountSid: string, sid: string) {
  const row = await db
    .selectFrom(table)
    .select('workspace_sid')
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  return row?.workspace_sid ?? null;
}

/** The workspace of the account's Flex configuration, else the only one it has. */
async function usualWorkspace(db: Reader, accountSid: string): Promise<string | null> {
  const given = (await givenSettings(db, accountSid)).taskrouter_workspace_sid;
  if (typeof given === 'string') return given;
  const [only, another] = await db
    .selectFrom('workspaces')
    .select('sid')
    .where('account_sid', '=', accountSid)
    .limit(2)
    .execute();
  return only === undefined || another !== undefined ? null : only.sid;
}

/** Everything named must be of one workspace. */
async function namedWorkspaces(
  db: Reader,
  accountSid: string,
  wish: RoutingWish,
  worker: WorkerRow | null,
): Promise<[string, string][] | ApiError> {
  const named: [string, string][] = [];
  if (wish.workspaceSid !== null) {
    if (!(await hasWorkspace(db, accountSid, wish.workspaceSid)))
      return invalidParameter('Routing.WorkspaceSid', `the account has no workspace ${wish.workspaceSid}`);
    named.push(['Routing.WorkspaceSid', wish.workspaceSid]);
  }
  if (worker !== null) named.push(['Routing.WorkerSid', worker.workspace_sid]);
  if (wish.queueSid !== null) {
    const workspace = await workspaceOf(db, 'task_queues', accountSid, wish.queueSid);
    if (workspace === null)
      return invalidParameter('Routing.QueueSid', `the account has no queue ${wish.queueSid}`);
    named.push(['Routing.QueueSid', workspace]);
  }
  if (wish.workflowSid !== null) {
    const workspace = await workspaceOf(db, 'workflows', accountSid, wish.workflowSid);
    if (workspace === null)
      return invalidParameter('Routing.WorkflowSid', `the account has no workflow ${wish.workflowSid}`);
    named.push(['Routing.WorkflowSid', workspace]);
  }
  return named;
}

/** The workflow a task goes through when none was named: the flow's, else the only one of the workspace. */
async function usualWorkflow(
  db: Reader,
  accountSid: string,
  workspaceSid: string,
  flow: FlexFlowRow | null,
): Promise<string | null> {
  const integration = flow === null ? null : integrationOf(flow);
  if (integration?.workspace_sid === workspaceSid && integration.workflow_sid)
    return integration.workflow_sid;
  const [only, another] = await db
    .selectFrom('workflows')
    .select('sid')
    .where('workspace_sid', '=', workspaceSid)
    .where('account_sid', '=', accountSid)
    .limit(2)
    .execute();
  return only === undefined || another !== undefined ? null : only.sid;
}

/** The task channel that was named, else the flow's, else the one named after the medium, `chat` or `default`. */
async function taskChannelOf(
  db: Reader,
  workspaceSid: string,
  wish: RoutingWish,
  flow: FlexFlowRow | null,
  channel: string,
): Promise<string | ApiError> {
  const integration = flow === null ? null : integrationOf(flow);
  const ofFlow = integration?.workspace_sid === workspaceSid ? (integration.channel ?? null) : null;
  const wanted = wish.taskChannel ?? ofFlow;
  const names = wanted === null ? [channel, 'chat', 'default'] : [wanted];
  const found = await db
    .selectFrom('task_channels')
    .select(['sid', 'unique_name'])
    .where('workspace_sid', '=', workspaceSid)
    .where((eb) => eb.or([eb('unique_name', 'in', names), eb('sid', 'in', names)]))
    .execute();
  const best = names.find((name) =>
    found.some(({ sid, unique_name }) => sid === name || unique_name === name),
  );
  return best ?? invalidParameter('TaskChannel', `the workspace has no task channel ${names[0]}`);
}

/** Works out where tasks go; the refusal names the parameter that cannot be used. */
export async function resolveTarget(
  db: Reader,
  accountSid: string,
  wish: RoutingWish,
  { flow, channel }: { readonly flow: FlexFlowRow | null; readonly channel: string },
): Promise<Resolved | ApiError> {
  const worker = await workerOf(db, accountSid, wish);
  if (worker instanceof Error) return worker;
  const named = await namedWorkspaces(db, accountSid, wish, worker);
  if (named instanceof Error) return named;
  const integration = flow === null ? null : integrationOf(flow);
  const workspaceSid = named[0]?.[1] ?? integration?.workspace_sid ?? (await usualWorkspace(db, accountSid));
  if (workspaceSid === null) return missingParameter('Routing.WorkspaceSid');
  const odd = named.find(([, sid]) => sid !== workspaceSid);
  if (odd !== undefined) return invalidParameter(odd[0], `it is not in the workspace ${workspaceSid}`);
  const taskChannel = await taskChannelOf(db, workspaceSid, wish, flow, channel);
  if (taskChannel instanceof Error) return taskChannel;
  const workflowSid = wish.workflowSid ?? (await usualWorkflow(db, accountSid, workspaceSid, flow));
  const isToWorker = wish.workerSid !== null || wish.isToSameAgent;
  if (workflowSid === null && wish.queueSid === null && !isToWorker) {
    return missingParameter('Routing.WorkflowSid');
  }
  const target: Target = {
    workspaceSid,
    workflowSid,
    queueSid: wish.queueSid,
    workerSid: isToWorker ? (worker?.sid ?? null) : null,
    isToSameAgent: wish.isToSameAgent,
    taskChannel,
    priority: wish.priority ?? integration?.priority ?? 0,
    timeout: wish.timeout ?? integration?.timeout ?? DEFAULT_TIMEOUT,
    attributes: wish.attributes,
  };
  const agent = worker === null ? byName(wish) : { ...agentOf(worker), ...identityOf(wish) };
  return { target, agent, worker };
}

const identityOf = ({ agentIdentity }: RoutingWish) =>
  agentIdentity === null ? {} : { identity: agentIdentity };

/** Somebody who writes under a name no worker has. */
function byName({ agentIdentity }: RoutingWish): Agent | null {
  return agentIdentity === null ? null : { identity: agentIdentity, workerSid: null, name: agentIdentity };
}
