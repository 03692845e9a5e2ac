// Every event the server records, with the facts it carries. A closed list: processors name what they handle.

/** Facts of a task that most of its events carry. */
export interface TaskFacts {
  readonly workspaceSid: string;
  readonly workflowSid: string | null;
  readonly taskQueueSid: string | null;
  readonly assignmentStatus: string;
  /** JSON text of the task's attributes when the event happened. */
  readonly attributes: string;
  readonly reason: string | null;
}

/** Facts of a reservation that all its events carry. */
export interface ReservationFacts {
  readonly workspaceSid: string;
  readonly taskSid: string;
  readonly workerSid: string;
  readonly status: string;
}

/** Facts of a worker that all its events carry. */
export interface WorkerFacts {
  readonly workspaceSid: string;
  readonly friendlyName: string;
  readonly activitySid: string;
  readonly activityName: string;
  readonly available: boolean;
  readonly attributes: string;
}

/** Facts of a message in a thread. */
export interface ThreadMessageFacts {
  readonly serviceSid: string;
  readonly threadSid: string;
  readonly index: number;
  readonly author: string;
  readonly body: string | null;
  /** The carrier message this text came in with, so that it is not sent out again. */
  readonly inboundMessageSid: string | null;
}

/** Facts of a thread. */
export interface ThreadFacts {
  readonly serviceSid: string;
  readonly attributes: string;
}

/** Facts of a message on its way through a carrier. */
export interface CarrierMessageFacts {
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  readonly from: string;
  readonly to: string;
  readonly status: string;
  readonly errorCode: number | null;
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

/** Facts of a workspace object whose change can matter to routing. */
export interface WorkspaceObjectFacts {
  readonly workspaceSid: string;
  readonly friendlyName: string;
}

/** Facts of a channel made by the Flex API. */
export interface FlexChannelFacts {
  readonly flexFlowSid: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly taskSid: string | null;
}

/** Event types and what their `data` holds. The subject is the SID of the object the event happened to. */
export interface EventData {
  'thread.added': ThreadFacts;
  'thread.updated': ThreadFacts;
  'thread.removed': ThreadFacts;
  'participant.added': { serviceSid: string; threadSid: string; identity: string };
  'participant.updated': { serviceSid: string; threadSid: string; identity: string };
  'participant.removed': { serviceSid: string; threadSid: string; identity: string };
  'message.added': ThreadMessageFacts;
  'message.updated': ThreadMessageFacts;
  'message.removed': ThreadMessageFacts;
  'user.added': { serviceSid: string; identity: string };
  'user.updated': { serviceSid: string; identity: string };

  'workspace.created': WorkspaceObjectFacts;
  'workspace.updated': WorkspaceObjectFacts;
  'workspace.deleted': WorkspaceObjectFacts;
  'activity.created': WorkspaceObjectFacts;
  'activity.updated': WorkspaceObjectFacts;
  'activity.deleted': WorkspaceObjectFacts;
  'task-channel.created': WorkspaceObjectFacts;
  'task-channel.updated': WorkspaceObjectFacts;
  'task-channel.deleted': WorkspaceObjectFacts;
  'task-queue.created': WorkspaceObjectFacts;
  'task-queue.expression.updated': WorkspaceObjectFacts;
  'task-queue.deleted': WorkspaceObjectFacts;
  'workflow.created': WorkspaceObjectFacts;
  'workflow.updated': WorkspaceObjectFacts;
  'workflow.deleted': WorkspaceObjectFacts;
  'worker.created': WorkerFacts;
  'worker.activity.update': WorkerFacts;
  'worker.attributes.update': WorkerFacts;
  'worker.capacity.update': WorkerFacts;
  'worker.channel.availability.update': WorkerFacts;
  'worker.deleted': WorkerFacts;

  'task.created': TaskFacts;
  'task.updated': TaskFacts;
  'task.canceled': TaskFacts;
  'task.wrapup': TaskFacts;
  'task.completed': TaskFacts;
  'task.deleted': TaskFacts;
  'task.system-deleted': TaskFacts;
  /** The task waits again because its last offer ended unaccepted, or its target's time has passed. */
  'task.requeued': TaskFacts;

  'reservation.created': ReservationFacts;
  'reservation.accepted': ReservationFacts;
  'reservation.rejected': ReservationFacts;
  'reservation.timeout': ReservationFacts;
  'reservation.canceled': ReservationFacts;
  'reservation.rescinded': ReservationFacts;
  'reservation.wrapup': ReservationFacts;
  'reservation.completed': ReservationFacts;

  'session.created': SessionFacts;
  'session.updated': SessionFacts;
  'session.closed': SessionFacts;
  'session.removed': SessionFacts;
  'interaction.created': InteractionFacts;
  'interaction.updated': InteractionFacts;

  'flex-channel.created': FlexChannelFacts;
  'flex-channel.updated': FlexChannelFacts;

  'carrier-message.created': CarrierMessageFacts;
  'carrier-message.status': CarrierMessageFacts;
  'carrier-message.received': CarrierMessageFacts;
  'opt-out.changed': { customerAddress: string; ownAddress: string; optedOut: boolean };
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
