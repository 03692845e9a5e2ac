// Rows of outbound conversations made by one call, and of bulks of them.

/** Which products carry the conversation: Conversations and Interactions, or Flex channels and Proxy. */
export type OutboundGeneration = 'conversations' | 'legacy';

/** Whether an agent gets a task at once, or with the customer's first answer. */
export type OutboundMode = 'open-now' | 'send-and-wait';

/** `opened` made a conversation; the others found one. */
export type OutboundOutcome = 'opened' | 'reused' | 'appended' | 'taken-over';

/**
 * `open` has nothing to wait for; `waiting` is for the customer's first answer, which makes it `answered`; `expired`
 * was waited for too long; `superseded` by a later one that waits in the same conversation; `failed` when the answer
 * found nobody.
 */
export type OutboundStatus = 'open' | 'waiting' | 'answered' | 'expired' | 'superseded' | 'failed';

export interface OutboundConversationRow {
  sid: string;
  account_sid: string;
  bulk_sid: string | null;
  generation: OutboundGeneration;
  mode: OutboundMode;
  outcome: OutboundOutcome;
  status: OutboundStatus;
  channel: string;
  to_address: string;
  from_address: string;
  customer_name: string | null;
  author: string;
  /** The conversation, or the chat channel. */
  conversation_sid: string;
  service_sid: string;
  /** The first message. */
  message_sid: string;
  flex_flow_sid: string | null;
  proxy_service_sid: string | null;
  session_sid: string | null;
  interaction_sid: string | null;
  interaction_channel_sid: string | null;
  workspace_sid: string | null;
  task_sid: string | null;
  /** The agent who gets the answer. */
  worker_sid: string | null;
  /** JSON of where tasks go. */
  routing: string;
  encoding: string;
  segments: number;
  status_callback: string | null;
  /** Until when the answer is waited for. */
  expires_at: number | null;
  error_code: number | null;
  error_message: string | null;
  date_answered: number | null;
  date_created: number;
  date_updated: number;
}

export type BulkState = 'running' | 'paused' | 'canceled' | 'completed';

export interface OutboundBulkRow {
  sid: string;
  account_sid: string;
  friendly_name: string | null;
  state: BulkState;
  /** What messages leave from, as far as it is known before: bulks of the same share its pace. */
  sender: string;
  /** Messages a second. */
  per_second: number;
  total: number;
  /** JSON of the parameters all recipients have in common. */
  settings: string;
  status_callback: string | null;
  date_completed: number | null;
  date_created: number;
  date_updated: number;
}

export type BulkItemState = 'queued' | 'sent' | 'refused' | 'failed' | 'canceled';

/** A recipient of a bulk. */
export interface OutboundBulkItemRow {
  sid: string;
  account_sid: string;
  bulk_sid: string;
  position: number;
  to_address: string;
  /** JSON of the parameters of this recipient. */
  recipient: string;
  state: BulkItemState;
  /** Not before; later than its creation when it was put off until quiet hours are over. */
  due_at: number;
  outbound_sid: string | null;
  error_code: number | null;
  error_message: string | null;
  /** JSON, or null. */
  error_details: string | null;
  date_created: number;
  date_updated: number;
}

/** From when on a sender may send again. */
export interface OutboundPaceRow {
  account_sid: string;
  sender: string;
  free_at: number;
}

export interface OutboundTables {
  outbound_conversations: OutboundConversationRow;
  outbound_bulks: OutboundBulkRow;
  outbound_bulk_items: OutboundBulkItemRow;
  outbound_paces: OutboundPaceRow;
}
