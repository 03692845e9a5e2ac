// Rows of Flex Interactions: conversations that agents work on as tasks.

/** Media this server carries; calls and Google's Business Messages are not among them. */
export type InteractionMedium = 'sms' | 'whatsapp' | 'messenger' | 'email' | 'web' | 'chat';

export type InteractionInitiator = 'agent' | 'api' | 'customer';

export interface InteractionRow {
  sid: string;
  account_sid: string;
  /** JSON of the channel as it was asked for. */
  channel: string;
  initiated_by: InteractionInitiator;
  interaction_context_sid: string | null;
  webhook_ttid: string | null;
  date_created: number;
  date_updated: number;
}

export type InteractionChannelStatus =
  | 'setup'
  | 'active'
  | 'failed'
  | 'closed'
  | 'inactive'
  | 'pause'
  | 'transfer';

/** Why nobody works on an open conversation. */
export type UnattendedReason = 'parked' | 'unanswered' | 'task-removed' | 'agent-left';

export interface InteractionChannelRow {
  sid: string;
  account_sid: string;
  interaction_sid: string;
  type: InteractionMedium;
  status: InteractionChannelStatus;
  error_code: number | null;
  error_message: string | null;
  /** The conversation. */
  thread_sid: string;
  service_sid: string;
  /** Since when neither an agent nor an invite is there although the conversation is open; null while one is. */
  unattended_since: number | null;
  unattended_reason: UnattendedReason | null;
  date_created: number;
  /** The last update of the interaction channel; messages do not count. */
  date_updated: number;
}

/** `open` waits for an agent; `parked` and `completed` are the ends of an accepted one. */
export type InviteStatus = 'open' | 'accepted' | 'parked' | 'completed' | 'canceled';

export interface InteractionInviteRow {
  sid: string;
  account_sid: string;
  interaction_sid: string;
  channel_sid: string;
  workspace_sid: string;
  task_sid: string;
  status: InviteStatus;
  /** Whom it invites: the same for two invites to the same worker, queue or workflow. */
  target: string;
  /** JSON of the task as it was last seen: tasks are forgotten soon after their end. */
  task: string;
  date_created: number;
  date_updated: number;
}

export type InteractionParticipantType = 'supervisor' | 'customer' | 'external' | 'agent' | 'unknown';

export interface InteractionParticipantRow {
  sid: string;
  account_sid: string;
  interaction_sid: string;
  channel_sid: string;
  type: InteractionParticipantType;
  status: 'open' | 'wrapup' | 'closed';
  identity: string | null;
  address: string | null;
  /** SID of the participant of the conversation, while it is in there. */
  participant_sid: string | null;
  workspace_sid: string | null;
  task_sid: string | null;
  worker_sid: string | null;
  reservation_sid: string | null;
  date_created: number;
  date_updated: number;
}

export type InteractionTransferType = 'warm' | 'cold' | 'external';

export interface InteractionTransferRow {
  sid: string;
  account_sid: string;
  interaction_sid: string;
  channel_sid: string;
  type: InteractionTransferType;
  status: 'active' | 'failed' | 'completed';
  /** The participant who transfers, and who or what it goes to. */
  from_sid: string;
  to_target: string;
  note_sid: string | null;
  summary_sid: string | null;
  /** TaskRouter's transfer underneath; null where there is none. */
  task_transfer_sid: string | null;
  date_created: number;
  date_updated: number;
}

export interface InteractionTables {
  flex_interactions: InteractionRow;
  flex_interaction_channels: InteractionChannelRow;
  flex_interaction_invites: InteractionInviteRow;
  flex_interaction_participants: InteractionParticipantRow;
  flex_interaction_transfers: InteractionTransferRow;
}
