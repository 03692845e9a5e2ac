// Giving a task to somebody else. What an agent works on is transferred, so that he keeps it until somebody accepts;
// what nobody has taken yet is asked for anew elsewhere, and the old asking taken back.
import { readAll } from '#desk/rest/pages.ts';
import { get, post, postJson, RequestError } from '#desk/rest/request.ts';
import { liveTokens } from '#desk/session/session.ts';
import { words as all } from '#desk/words/supervisor.ts';
import { attributesOf, type ReservationRecord, type TaskRecord } from '../basis/taskrouter.ts';

const words = all.work;

/** The worker or queue a task is to go to. */
export interface Target {
  readonly sid: string;
  readonly name: string;
  readonly kind: 'worker' | 'queue';
}

interface Interaction {
  /** Path of the interaction's channel. */
  readonly path: string;
}

function interactionOf(task: TaskRecord): Interaction | null {
  const { flexInteractionSid, flexInteractionChannelSid } = attributesOf(task);
  if (typeof flexInteractionSid !== 'string' || typeof flexInteractionChannelSid !== 'string') return null;
  return { path: `/flex-api/v1/Interactions/${flexInteractionSid}/Channels/${flexInteractionChannelSid}` };
}

/** The reservations under which agents have the task, the newest first. */
export async function readHolders(
  workspace: string,
  taskSid: string,
  signal?: AbortSignal,
): Promise<readonly ReservationRecord[]> {
  const accepted = await readAll<ReservationRecord>(
    `${workspace}/Tasks/${taskSid}/Reservations`,
    { ReservationStatus: 'accepted' },
    signal,
  );
  return accepted.toReversed();
}

/** A conversation is transferred from its agent's part in it. */
async function transferConversation(
  { path }: Interaction,
  holder: ReservationRecord,
  target: Target,
): Promise<void> {
  const people = await readAll<{
    sid: string;
    routing_properties: { reservation_sid: string | null } | null;
  }>(`${path}/Participants`);
  const agent = people.find(({ routing_properties: routing }) => routing?.reservation_sid === holder.sid);
  if (agent === undefined) throw new Error(words.notHeld);
  await postJson(`${path}/Transfers`, { type: 'cold', from: agent.sid, to: target.sid });
}

/** Any other task is transferred as TaskRouter.js does it, on behalf of the worker who has it. */
async function transferTask(workspace: string, holder: ReservationRecord, target: Target): Promise<void> {
  const { workerToken } = await liveTokens();
  if (workerToken === null) throw new Error(words.noTransferRight);
  const url = `${workspace.replace('/taskrouter/v1/', '')}/Workers/${holder.worker_sid}/Transfers`;
  const params = { ReservationSid: holder.sid, TaskSid: holder.task_sid, To: target.sid, Mode: 'COLD' };
  const answer = await fetch('/event-bridge/v1/wschannels', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ url, method: 'POST', params, token: workerToken }),
  });
  if (!answer.ok) throw new RequestError(answer.status, await answer.json().catch(() => null));
}

async function askElsewhere(workspace: string, task: TaskRecord, target: Target): Promise<string> {
  const interaction = interactionOf(task);
  if (interaction === null) {
    const { sid } = await post<{ sid: string }>(`${workspace}/Tasks`, {
      Attributes: task.attributes,
      TaskChannel: task.task_channel_unique_name,
      Priority: task.priority,
      Timeout: task.timeout,
      VirtualStartTime: task.virtual_start_time,
      WorkflowSid: task.workflow_sid,
      RoutingTarget: target.sid,
    });
    return sid;
  }
  const properties = {
    workspace_sid: workspace.split('/').at(-1),
    ...(target.kind === 'worker' ? { worker_sid: target.sid } : { queue_sid: target.sid }),
    task_channel_unique_name: task.task_channel_unique_name,
    attributes: attributesOf(task),
    priority: task.priority,
    timeout: task.timeout,
  };
  const invite = await post<{ routing: { properties: { sid: string } } }>(`${interaction.path}/Invites`, {
    Routing: JSON.stringify({ properties }),
  });
  return invite.routing.properties.sid;
}

/** The new asking comes first, so that the conversation is never without one; then the old one is taken back. */
async function move(workspace: string, task: TaskRecord, target: Target): Promise<string> {
  const sid = await askElsewhere(workspace, task, target);
  const cancel = (taskSid: string, Reason: string) =>
    post(`${workspace}/Tasks/${taskSid}`, { AssignmentStatus: 'canceled', Reason });
  try {
    await cancel(task.sid, `Assigned to ${target.name}`);
  } catch {
    // Somebody accepted it in this moment: he keeps it.
    await cancel(sid, 'The task was accepted meanwhile').catch(() => {});
    throw new Error(words.takenMeanwhile);
  }
  return sid;
}

/** Gives a task to a worker or a queue; resolves with the SID under which it goes on. */
export async function handOver(workspace: string, taskSid: string, target: Target): Promise<string> {
  const task = await get<TaskRecord>(`${workspace}/Tasks/${taskSid}`);
  const [holder] = await readHolders(workspace, taskSid);
  if (holder === undefined) {
    if (task.assignment_status !== 'pending' && task.assignment_status !== 'reserved') {
      throw new Error(words.notHeld);
    }
    return move(workspace, task, target);
  }
  const interaction = interactionOf(task);
  if (interaction === null) await transferTask(workspace, holder, target);
  else await transferConversation(interaction, holder, target);
  return taskSid;
}
