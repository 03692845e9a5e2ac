// What one call asks for, read from its parameters.
import { invalidParameter } from '#kernel/errors.ts';
import type { OutboundGeneration, OutboundMode } from '#storage/schema/outbound.ts';
import type { CommonInput, ConversationInput } from './input.ts';

/** How the sender is found when it is not named. */
export type SenderPolicy = 'agent-number' | 'sticky' | 'messaging-service';

/** What happens when the two addresses are in an open conversation already. */
export type IfOpen = 'reuse' | 'reject' | 'take-over' | 'append';

/** Where the work goes, as it was said. */
export interface RoutingWish {
  readonly workspaceSid: string | null;
  readonly workerSid: string | null;
  readonly queueSid: string | null;
  readonly workflowSid: string | null;
  /** The agent who writes gets the answer. */
  readonly isToSameAgent: boolean;
  readonly agentIdentity: string | null;
  readonly taskChannel: string | null;
  readonly priority: number | null;
  /** Seconds. */
  readonly timeout: number | null;
  /** JSON object as text. */
  readonly attributes: string | null;
}

/** What holds for all customers who are written to with it. */
export interface CommonWish {
  readonly from: string | null;
  readonly senderPolicy: SenderPolicy | null;
  readonly messagingServiceSid: string | null;
  readonly channel: 'sms' | 'whatsapp' | 'messenger' | null;
  readonly customerName: string | null;
  readonly body: string | null;
  readonly contentSid: string | null;
  /** JSON object as text. */
  readonly contentVariables: string | null;
  readonly mode: OutboundMode;
  readonly generation: OutboundGeneration;
  readonly ifOpen: IfOpen;
  readonly routing: RoutingWish;
  readonly statusCallback: string | null;
  /** Seconds for which the first answer is waited for. */
  readonly replyTimeout: number;
}

/** One customer to be written to. */
export interface Wish extends CommonWish {
  readonly to: string;
}

/** Seconds for which an answer is waited for when nothing is said: a week. */
const REPLY_TIMEOUT = 604_800;

function routingFrom(input: CommonInput): RoutingWish {
  const whole = input.Routing ?? {};
  const replyTo = input['Routing.ReplyTo'] ?? whole.reply_to ?? null;
  return {
    workspaceSid: input['Routing.WorkspaceSid'] ?? whole.workspace_sid ?? null,
    workerSid: input['Routing.WorkerSid'] ?? input.WorkerSid ?? whole.worker_sid ?? null,
    queueSid: input['Routing.QueueSid'] ?? whole.queue_sid ?? null,
    workflowSid: input['Routing.WorkflowSid'] ?? whole.workflow_sid ?? null,
    isToSameAgent: replyTo === 'same-agent',
    agentIdentity: input['Routing.AgentIdentity'] ?? input.AgentIdentity ?? whole.agent_identity ?? null,
    taskChannel: input['Routing.TaskChannel'] ?? input.TaskChannel ?? whole.task_channel ?? null,
    priority: input['Routing.Priority'] ?? input.Priority ?? whole.priority ?? null,
    timeout: input['Routing.Timeout'] ?? input.Timeout ?? whole.timeout ?? null,
    attributes: input['Routing.Attributes'] ?? input.Attributes ?? whole.attributes ?? null,
  };
}

/** Reads what holds for everybody; 400/20001 for parameters that do not go together. */
export function commonWishFrom(input: CommonInput): CommonWish {
  const senderPolicy = input.SenderPolicy ?? null;
  if (input.From && senderPolicy !== null) {
    throw invalidParameter('SenderPolicy', 'it cannot be given together with From');
  }
  if (senderPolicy === 'messaging-service' && !input.MessagingServiceSid) {
    throw invalidParameter('MessagingServiceSid', 'SenderPolicy messaging-service needs it');
  }
  const routing = routingFrom(input);
  if (routing.workerSid !== null && routing.queueSid !== null) {
    throw invalidParameter('Routing.QueueSid', 'it cannot be given together with Routing.WorkerSid');
  }
  return {
    from: input.From ?? null,
    senderPolicy: senderPolicy ?? (!input.From && input.MessagingServiceSid ? 'messaging-service' : null),
    messagingServiceSid: input.MessagingServiceSid ?? null,
    channel: input.Channel ?? null,
    customerName: input.CustomerName ?? null,
    body: input.Body ?? null,
    contentSid: input.ContentSid ?? null,
    contentVariables: input.ContentVariables ?? null,
    mode: input.Mode ?? 'open-now',
    generation: input.Generation ?? 'conversations',
    ifOpen: input.IfOpen ?? 'reject',
    routing,
    statusCallback: input.StatusCallback ?? null,
    replyTimeout: input.ReplyTimeout ?? REPLY_TIMEOUT,
  };
}

/** Reads one call. */
export function wishFrom(input: ConversationInput): Wish {
  return { ...commonWishFrom(input), to: input.To };
}
