// The facts of a conversation the customer is in already: what programs decide by, instead of a sentence.
import type { Twilio } from 'twilio';
import { isNotFound } from '../outbound-error.ts';

/** An open conversation with the customer. */
export interface OpenConversation {
  readonly conversationSid: string;
  /** Who works on it; null while nobody does. */
  readonly agent: {
    readonly identity: string | null;
    readonly workerSid: string;
    readonly name: string;
  } | null;
  /** The task that waits or is worked on; null when the customer has not answered yet. */
  readonly taskSid: string | null;
  readonly direction: 'inbound' | 'outbound' | null;
  readonly dateCreated: Date | null;
}

interface Refusal {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly details?: unknown;
}

/** Codes of a customer who is in another conversation, and of a conversation that is in another interaction. */
const TAKEN = new Set<unknown>([50416, 45353]);
const CONVERSATION_SID = /\bCH[0-9a-zA-Z]{32}\b/;

/**
 * The conversation a refusal is about: from its `details`, or from its sentence where a server gives no details. Null
 * when it was refused for another reason.
 */
export function takenConversation(error: unknown): string | null {
  const { code, message, details } = (error ?? {}) as Refusal;
  if (!TAKEN.has(code)) return null;
  const named = (details as { conversationSid?: unknown } | null | undefined)?.conversationSid;
  if (typeof named === 'string') return named;
  return CONVERSATION_SID.exec(String(message))?.[0] ?? null;
}

const OVER = new Set(['completed', 'canceled']);

async function openTask(client: Twilio, workspaceSid: string, conversationSid: string) {
  const tasks = await client.taskrouter.v1.workspaces(workspaceSid).tasks.list({
    evaluateTaskAttributes: `conversationSid == '${conversationSid}'`,
    limit: 20,
  });
  return tasks.find(({ assignmentStatus }) => !OVER.has(assignmentStatus)) ?? null;
}

function directionOf(attributes: string): OpenConversation['direction'] {
  const { direction, conversations } = JSON.parse(attributes) as {
    direction?: unknown;
    conversations?: { initiated_by?: unknown };
  };
  if (direction === 'outbound' || direction === 'inbound') return direction;
  const initiator = conversations?.initiated_by;
  if (typeof initiator !== 'string') return null;
  return initiator.toLowerCase() === 'agent' ? 'outbound' : 'inbound';
}

async function agentOf(client: Twilio, workspaceSid: string, taskSid: string, conversationSid: string) {
  const [reservation] = await client.taskrouter.v1
    .workspaces(workspaceSid)
    .tasks(taskSid)
    .reservations.list({ limit: 1 });
  if (reservation === undefined || !['accepted', 'wrapping'].includes(reservation.reservationStatus))
    return null;
  const people = await client.conversations.v1
    .conversations(conversationSid)
    .participants.list({ limit: 50 });
  const { workerSid, workerName } = reservation;
  return { identity: people.find(({ identity }) => identity)?.identity ?? null, workerSid, name: workerName };
}

/** Reads the facts of a conversation; null when it is gone or closed meanwhile. */
export async function readOpenConversation(
  client: Twilio,
  workspaceSid: string,
  conversationSid: string,
): Promise<OpenConversation | null> {
  try {
    const conversation = await client.conversations.v1.conversations(conversationSid).fetch();
    if (conversation.state === 'closed') return null;
    const task = await openTask(client, workspaceSid, conversationSid);
    return {
      conversationSid,
      agent: task === null ? null : await agentOf(client, workspaceSid, task.sid, conversationSid),
      taskSid: task?.sid ?? null,
      direction: task === null ? null : directionOf(task.attributes),
      dateCreated: conversation.dateCreated,
    };
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}
