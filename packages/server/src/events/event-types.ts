// Every event the server records, with the facts it carries. A closed list: processors name what they handle.
import type { ApprovalStatus } from '#storage/schema/content.ts';
import type { BulkState, OutboundOutcome, OutboundStatus } from '#storage/schema/outbound.ts';
import type {
  DeliveryCounts,
  MessageRow,
  ParticipantRow,
  ReceiptRow,
  ThreadRow,
  ThreadState,
} from '#storage/schema/threads.ts';

/** Facts of a conversation begun or gone on with by one call; its subject is the record of the call. */
export interface OutboundConversationFacts {
  readonly status: OutboundStatus;
  readonly outcome: OutboundOutcome;
  readonly threadSid: string;
  readonly taskSid: string | null;
  readonly bulkSid: string | null;
  readonly errorCode: number | null;
}

/** Facts of a task that most of its events carry. */
export interface TaskFacts {
  readonly workspaceSid: string;
  readonly workflowSid: string | null;
  readonly taskQueueSid: string | null;
  readonly assignmentStatus: string;
  /** JSON text of the task's attributes when the event happened. */
  readonly attributes: string;
  readonly reason: string | null;
  readonly taskChannelSid: string;
  readonly priority: number;
  /** Seconds since the task was made. */
  readonly age: number;
  /** The same in milliseconds. */
  readonly ageMs: number;
}

/** Facts of a transfer of a task, with those of the task; its subject is the transfer. */
export interface TransferFacts extends TaskFacts {
  readonly taskSid: string;
  readonly initiatingReservationSid: string;
  readonly initiatingWorkerSid: string;
  /** Where the task was when the transfer began. */
  readonly initiatingQueueSid: string | null;
  readonly initiatingWorkflowSid: string | null;
  readonly mode: 'WARM' | 'COLD';
  /** SID of the worker, queue or workflow the task is to go to. */
  readonly to: string;
  readonly transferType: 'WORKER' | 'QUEUE' | 'WORKFLOW';
  readonly transferStatus: 'initiated' | 'completed' | 'failed' | 'canceled';
  /** Why the transfer, or the latest attempt, failed. */
  readonly failedReason: string | null;
  /** Milliseconds since the epoch. */
  readonly dateCreated: number;
  readonly dateUpdated: number;
}

/** Facts of a task sent to one worker who could never be offered it; its subject is the task. */
export interface ReservationFailedFacts extends TaskFacts {
  readonly workerSid: string;
}

/** Facts of a task on its way through its workflow. */
export interface TaskRouteFacts extends TaskFacts {
  /** Friendly name of the filter, or null where it has none and in the default filter. */
  readonly filterName: string | null;
  /** Number of the target within its filter, from 0. */
  readonly targetIndex: number;
  /** The queue the task was in before, where it was in another one. */
  readonly previousQueueSid: string | null;
}

/** Facts of a mistake in a workflow that shows when a task is routed; it changes nothing for the task. */
export interface RoutingWarningFacts {
  readonly workspaceSid: string;
  readonly workflowSid: string;
  /** Twilio's code of the debugger warning. */
  readonly code: 40152 | 40154 | 40155;
  readonly message: string;
}

/** Facts of an assignment callback that brought nothing, or an instruction that could not be carried out. */
export interface AssignmentWarningFacts {
  readonly workspaceSid: string;
  readonly workflowSid: string;
  readonly taskSid: string;
  readonly workerSid: string;
  /** The request in the log of webhooks. */
  readonly deliverySid: string;
  /** Twilio's code of the alert. */
  readonly code: number;
  readonly message: string;
}

/** Facts of a reservation that all its events carry. */
export interface ReservationFacts {
  readonly workspaceSid: string;
  readonly taskSid: string;
  readonly workerSid: string;
  readonly status: string;
  readonly workflowSid: string | null;
  readonly taskQueueSid: string | null;
  readonly taskChannelSid: string;
  /** The transfer the offer belongs to, or null. */
  readonly transferSid: string | null;
  /** Milliseconds since the reservation was made. */
  readonly age: number;
  /** Milliseconds since the task was made: upon acceptance, how long the task waited for it. */
  readonly taskAge: number;
  /** Upon an answer, milliseconds since the task entered the queue it is in; null where it is in none. */
  readonly queueAge: number | null;
}

/** Facts of a worker that all its events carry. */
export interface WorkerFacts {
  readonly workspaceSid: string;
  readonly friendlyName: string;
  readonly activitySid: string;
  readonly activityName: string;
  readonly available: boolean;
  readonly attributes: string;
  readonly version: number;
}

/** Facts of a change of a worker's activity. */
export interface WorkerActivityFacts extends WorkerFacts {
  readonly previousActivitySid: string;
  readonly previousActivityName: string;
  /** Milliseconds. */
  readonly timeInPreviousActivity: number;
}

/** Facts of a connection of a worker's client; its subject is the worker. Sessions sort by the time they began. */
export interface WorkerSessionFacts {
  readonly workspaceSid: string;
  readonly session: string;
}

/** Facts of a change of what a worker takes of one task channel. */
export interface WorkerChannelFacts extends WorkerFacts {
  readonly taskChannelSid: string;
  readonly channelAvailable: boolean;
  readonly capacity: number;
  readonly previousCapacity: number;
  readonly assignedTasks: number;
}

/** Who set a change in a thread off, and whether webhooks hear of it. */
export interface ThreadOrigin {
  /** `API`, `SDK`, or the kind of carrier a message came in through (`SMS`, `WHATSAPP`). */
  readonly source: string;
  /** Identity of the user whose client acted; null where none did. */
  readonly clientIdentity: string | null;
  /** Whether post-event webhooks are called: clients and carriers always, programs when they ask for it. */
  readonly isHooked: boolean;
}

/** What every event of the conversation core carries. */
interface OriginatedFacts {
  readonly origin: ThreadOrigin;
}

/** Facts of a message in a thread. */
export interface ThreadMessageFacts extends OriginatedFacts {
  readonly serviceSid: string;
  readonly threadSid: string;
  readonly index: number;
  readonly author: string;
  readonly body: string | null;
  /** The participant who wrote it, or null where the author is none. */
  readonly participantSid: string | null;
  /** The carrier message this text came in with, so that it is not sent out again. */
  readonly inboundMessageSid: string | null;
}

/** Facts of a message that was posted. */
export interface PostedMessageFacts extends ThreadMessageFacts {
  /** Said to those who look at the thread, and carried to no phone. Events written by earlier versions lack it. */
  readonly isNotice?: boolean;
}

/** Facts of a removed message: the row is gone, so the event keeps it. */
export interface RemovedMessageFacts extends ThreadMessageFacts {
  readonly was: MessageRow;
}

/** Facts of a thread. */
export interface ThreadFacts extends OriginatedFacts {
  readonly serviceSid: string;
  readonly attributes: string;
}

/** Facts of a removed thread: what it was, and the identities that were in it. */
export interface RemovedThreadFacts extends ThreadFacts {
  readonly was: ThreadRow;
  readonly identities: readonly string[];
}

/** Facts of a thread that went from one state to another. */
export interface ThreadStateFacts extends OriginatedFacts {
  readonly serviceSid: string;
  readonly stateFrom: ThreadState;
  readonly stateTo: ThreadState;
  /** Who did it: a request, a timer, or a message that came in. */
  readonly reason: 'API' | 'TIMER' | 'EVENT';
}

/** Facts of a participant. */
export interface ParticipantFacts extends OriginatedFacts {
  readonly serviceSid: string;
  readonly threadSid: string;
  /** Null for people who are reached by an address only. */
  readonly identity: string | null;
}

/** Facts of a participant whose read horizon moved. */
export interface ReadHorizonFacts extends ParticipantFacts {
  readonly lastReadIndex: number | null;
  /** Milliseconds since the epoch. */
  readonly lastReadAt: number | null;
}

/** Facts of a removed participant: the row is gone, so the event keeps it. */
export interface RemovedParticipantFacts extends ParticipantFacts {
  readonly was: ParticipantRow;
}

/** Facts of a message whose way to one messaging participant went on; its subject is the message. */
export interface MessageDeliveryFacts extends OriginatedFacts {
  readonly serviceSid: string;
  readonly threadSid: string;
  readonly index: number;
  readonly receiptSid: string;
  readonly channelMessageSid: string;
  readonly participantSid: string;
  readonly status: NonNullable<ReceiptRow['status']>;
  readonly errorCode: number;
  /** The counts of all receipts of the message at that moment. */
  readonly delivery: DeliveryCounts;
}

/** Facts of a user of a chat service. */
export interface UserFacts extends OriginatedFacts {
  readonly serviceSid: string;
  readonly identity: string;
}

/** Facts of a message whose attachments changed. */
export interface MediaFacts {
  readonly serviceSid: string;
  readonly threadSid: string;
}

/** Facts of an invite to a thread. */
export interface InviteFacts extends OriginatedFacts {
  readonly serviceSid: string;
  readonly threadSid: string;
  readonly identity: string;
}

/** Facts of a message on its way through a carrier. */
export interface CarrierMessageFacts {
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  readonly from: string;
  readonly to: string;
  readonly status: string;
  readonly errorCode: number | null;
}

/** Facts of a change of what a customer said of hearing from us. */
export interface ConsentFacts {
  readonly customerAddress: string;
  /** The address of ours the customer wrote to; the messaging service where there was none. */
  readonly ownAddress: string;
  /** The messaging service all of whose senders it counts for. */
  readonly messagingServiceSid: string | null;
  readonly optedOut: boolean;
  readonly source: 'keyword' | 'api' | 'import';
  /** The word, and the text it came with. */
  readonly word: string | null;
  readonly messageSid: string | null;
}

/** Facts of a mistake in an answer to a text. */
export interface MessagingWarningFacts {
  /** Twilio's code of the alert. */
  readonly code: number;
  readonly message: string;
  /** The request in the log of webhooks. */
  readonly deliverySid: string;
}

/** Facts of a Proxy session. */
export interface SessionFacts {
  readonly serviceSid: string;
  readonly uniqueName: string | null;
  readonly closedReason: string | null;
}

/** Facts of a Proxy interaction. */
export interface InteractionFacts {
  readonly serviceSid: string;
  readonly sessionSid: string;
}

/** Facts of a message Proxy did not carry on, or only just; its subject is the message. */
export interface ProxyWarningFacts {
  readonly serviceSid: string;
  readonly sessionSid: string | null;
  readonly from: string;
  readonly to: string;
  /** Twilio's code of the debugger warning. */
  readonly code: 80901 | 80902 | 80903 | 80904 | 80908 | 80909 | 80910 | 80913;
  readonly message: string;
}

/** Facts of a workspace object whose change can matter to routing. */
export interface WorkspaceObjectFacts {
  readonly workspaceSid: string;
  readonly friendlyName: string;
}

/** Facts of an activity. */
export interface ActivityFacts extends WorkspaceObjectFacts {
  readonly available: boolean;
}

/** Facts of a task channel. */
export interface TaskChannelFacts extends WorkspaceObjectFacts {
  readonly uniqueName: string;
  readonly optimizedRouting: boolean;
}

/** Facts of a task queue. */
export interface TaskQueueFacts extends WorkspaceObjectFacts {
  readonly targetWorkers: string;
}

/** Facts of a removed workspace: where it wanted to be told of it, as the row is gone. */
export interface WorkspaceDeletedFacts extends WorkspaceObjectFacts {
  readonly eventCallbackUrl: string | null;
  readonly eventsFilter: string | null;
}

/** Facts of a channel made by the Flex API. */
export interface FlexChannelFacts {
  readonly flexFlowSid: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly taskSid: string | null;
}

/** Facts of a Flex interaction. */
export interface FlexInteractionFacts {
  readonly channelSid: string;
  readonly threadSid: string;
  readonly taskSid: string;
  readonly medium: string;
  readonly initiatedBy: string;
}

/** Facts of the channel of an interaction. */
export interface InteractionChannelFacts {
  readonly interactionSid: string;
  readonly threadSid: string;
  readonly status: string;
}

/** Facts of an open conversation that neither an agent nor an invite is left in. */
export interface UnattendedFacts extends InteractionChannelFacts {
  readonly reason: string;
  /** The task that ended, and what TaskRouter said of its end. */
  readonly taskSid: string | null;
  readonly taskReason: string | null;
}

/** Facts of an agent who accepted and could not be let into the conversation. */
export interface AgentRefusedFacts extends InteractionChannelFacts {
  readonly identity: string;
  readonly taskSid: string;
  readonly code: number;
  readonly message: string;
}

/** Facts of an invite to an interaction. */
export interface InteractionInviteFacts {
  readonly interactionSid: string;
  readonly channelSid: string;
  readonly threadSid: string;
  readonly taskSid: string;
}

/** Facts of something broken that was mended; its subject is what was broken. */
export interface RepairFacts {
  readonly repairSid: string;
  readonly rule: string;
  /** What else it was about, by the word for it. */
  readonly related: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch: since when it was broken. */
  readonly since: number;
  readonly fault: string;
  /** What was done. */
  readonly remedy: string;
}

/** Facts of somebody who takes part in an interaction. */
export interface InteractionParticipantFacts {
  readonly interactionSid: string;
  readonly channelSid: string;
  readonly type: string;
  readonly status: string;
  readonly identity: string | null;
  readonly taskSid: string | null;
}

/** Facts of a Sync object that clients made; its subject is the object. */
export interface SyncObjectFacts {
  readonly serviceSid: string;
  readonly kind: 'document' | 'list' | 'map';
  /** Number of the object's own latest event. */
  readonly eventId: number;
}

/** Event types and what their `data` holds. The subject is the SID of the object the event happened to. */
export interface EventData {
  'thread.added': ThreadFacts;
  'thread.updated': ThreadFacts;
  'thread.state-updated': ThreadStateFacts;
  'thread.removed': RemovedThreadFacts;
  'participant.added': ParticipantFacts;
  'participant.updated': ParticipantFacts;
  /** The participant read on, and nothing else changed. */
  'participant.read': ReadHorizonFacts;
  'participant.removed': RemovedParticipantFacts;
  'invite.added': InviteFacts;
  /** It was taken back, declined or used. */
  'invite.removed': InviteFacts;
  'message.added': PostedMessageFacts;
  'message.updated': ThreadMessageFacts;
  'message.delivery': MessageDeliveryFacts;
  'message.removed': RemovedMessageFacts;
  /** An attachment of a message has arrived or is gone; the subject is the message. */
  'media.changed': MediaFacts;
  'user.added': UserFacts;
  'user.updated': UserFacts;
  'user.removed': UserFacts;
  'role.added': { serviceSid: string; type: string };
  'role.updated': { serviceSid: string; type: string };
  'role.removed': { serviceSid: string; type: string };

  'workspace.created': WorkspaceObjectFacts;
  'workspace.updated': WorkspaceObjectFacts;
  'workspace.deleted': WorkspaceDeletedFacts;
  'activity.created': ActivityFacts;
  'activity.updated': ActivityFacts;
  'activity.deleted': ActivityFacts;
  'task-channel.created': TaskChannelFacts;
  'task-channel.updated': TaskChannelFacts;
  'task-channel.deleted': TaskChannelFacts;
  'task-queue.created': TaskQueueFacts;
  'task-queue.updated': TaskQueueFacts;
  'task-queue.expression.updated': TaskQueueFacts;
  'task-queue.deleted': TaskQueueFacts;
  'workflow.created': WorkspaceObjectFacts;
  'workflow.updated': WorkspaceObjectFacts;
  'workflow.deleted': WorkspaceObjectFacts;
  'worker.created': WorkerFacts;
  'worker.activity.update': WorkerActivityFacts;
  'worker.attributes.update': WorkerFacts;
  'worker.capacity.update': WorkerChannelFacts;
  'worker.channel.availability.update': WorkerChannelFacts;
  'worker.deleted': WorkerFacts;
  /** A client connected and wants every older connection of the worker closed, in whichever process. */
  'worker-session.opened': WorkerSessionFacts;
  /** A process has no connection left of a worker who is to go offline with its last one. */
  'worker-session.closed': WorkerSessionFacts;

  'task.created': TaskFacts;
  'task.updated': TaskFacts;
  'task.canceled': TaskFacts;
  'task.wrapup': TaskFacts;
  'task.completed': TaskFacts;
  'task.deleted': TaskFacts;
  'task.system-deleted': TaskFacts;
  /** The task waits again because its last offer ended unaccepted, or its target's time has passed. */
  'task.requeued': TaskFacts;
  'task.transfer-initiated': TransferFacts;
  /** An offer of the transfer ended unaccepted, and another worker is looked for. */
  'task.transfer-attempt-failed': TransferFacts;
  'task.transfer-failed': TransferFacts;
  'task.transfer-canceled': TransferFacts;
  'task.transfer-completed': TransferFacts;

  'workflow.entered': TaskRouteFacts;
  'workflow.target-matched': TaskRouteFacts;
  'workflow.skipped': TaskRouteFacts;
  'workflow.timeout': TaskRouteFacts;
  'task-queue.entered': TaskRouteFacts;
  'task-queue.moved': TaskRouteFacts;
  'task-queue.timeout': TaskRouteFacts;
  'routing.warning': RoutingWarningFacts;

  'reservation.created': ReservationFacts;
  'reservation.accepted': ReservationFacts;
  'reservation.rejected': ReservationFacts;
  'reservation.timeout': ReservationFacts;
  'reservation.canceled': ReservationFacts;
  'reservation.rescinded': ReservationFacts;
  'reservation.wrapup': ReservationFacts;
  'reservation.completed': ReservationFacts;
  /** What the application answered to an offer was of no use; the reservation stays as it is. */
  'assignment.warning': AssignmentWarningFacts;
  'reservation.failed': ReservationFailedFacts;

  'session.created': SessionFacts;
  'session.updated': SessionFacts;
  'session.closed': SessionFacts;
  'session.removed': SessionFacts;
  'interaction.created': InteractionFacts;
  'interaction.updated': InteractionFacts;
  'proxy.warning': ProxyWarningFacts;

  'flex-channel.created': FlexChannelFacts;
  'flex-channel.updated': FlexChannelFacts;

  'flex-interaction.created': FlexInteractionFacts;
  'flex-interaction-channel.updated': InteractionChannelFacts;
  /** The conversation goes on, and nobody is left to answer: parked on purpose, or left behind. */
  'flex-interaction-channel.unattended': UnattendedFacts;
  'flex-interaction-channel.agent-refused': AgentRefusedFacts;
  'flex-interaction-channel.removed': InteractionChannelFacts;
  'flex-interaction-invite.created': InteractionInviteFacts;
  'flex-interaction-participant.added': InteractionParticipantFacts;
  'flex-interaction-participant.updated': InteractionParticipantFacts;

  'reconciler.repaired': RepairFacts;

  'outbound-conversation.created': OutboundConversationFacts;
  'outbound-conversation.updated': OutboundConversationFacts;
  'outbound-bulk.updated': { readonly state: BulkState };

  'carrier-message.created': CarrierMessageFacts;
  'carrier-message.status': CarrierMessageFacts;
  'carrier-message.received': CarrierMessageFacts;
  /** A text came in that nobody answers for; it is kept. */
  'carrier-message.unhandled': CarrierMessageFacts;
  /** The object's own events go up to a new number; they are in `sync_events`. */
  'sync-object.changed': SyncObjectFacts;
  'sync-object.removed': SyncObjectFacts;
  /** Who may see objects is another question now; the subject is the object or the service it is about. */
  'sync-access.changed': { readonly serviceSid: string };

  /** A template was handed in for approval, or it was said what became of it; the subject is the template. */
  'content-approval.changed': { channel: 'whatsapp'; name: string; status: ApprovalStatus };
  /** A customer refused texts, or asked for them again; the subject is the consent. */
  'consent.changed': ConsentFacts;
  /** What the server of a number answered to a text was of no use, or not all of it; the subject is the text. */
  'messaging.warning': MessagingWarningFacts;
}

export type EventType = keyof EventData;

/** An event about to be recorded. */
export type NewEvent = {
  [T in EventType]: {
    readonly type: T;
    readonly accountSid: string;
    readonly subjectSid: string;
    readonly data: EventData[T];
  };
}[EventType];

/** An event read back from the log. */
export type StoredEvent<Type extends EventType = EventType> = {
  [T in Type]: {
    readonly id: number;
    readonly type: T;
    readonly accountSid: string;
    readonly subjectSid: string;
    readonly data: EventData[T];
    readonly at: number;
  };
}[Type];
