// Rows of what the desk knows of the past: customers, their conversations, the words of messages, notes and answers
// written beforehand.

/** An answer written beforehand. */
export interface CannedResponseRow {
  sid: string;
  account_sid: string;
  name: string;
  body: string;
  /** What is typed for it; unique in the account, in lower case. */
  shortcut: string | null;
  /** Language tag (`en`, `pt-BR`), or null for all. */
  language: string | null;
  date_created: number;
  date_updated: number;
}

/** Somebody who was in touch: a phone number whatever the channel, else the address on a channel, or an identity. */
export interface CustomerRow {
  account_sid: string;
  address: string;
  name: string | null;
  /** 1 when somebody said it is the name; 0 when it was only what a conversation is called. */
  is_named: number;
  first_contact: number;
  last_contact: number;
  conversations_count: number;
  date_created: number;
  date_updated: number;
}

/** A word by which a customer is found: of the name, or of the address. */
export interface CustomerWordRow {
  account_sid: string;
  word: string;
  address: string;
}

/** An address a customer was in touch from, as the channel spells it. */
export interface CustomerAddressRow {
  account_sid: string;
  customer: string;
  address: string;
}

/** A conversation or channel as one customer's. It stays when the conversation is removed. */
export interface CustomerConversationRow {
  thread_sid: string;
  /** The customer. */
  address: string;
  account_sid: string;
  service_sid: string;
  channel: string;
  /** The customer's address as the channel spells it, and ours. */
  customer_address: string;
  our_address: string | null;
  state: string;
  /** The latest task about it, who accepted it last, and how it ended. */
  task_sid: string | null;
  worker_sid: string | null;
  agent_name: string | null;
  disposition: string | null;
  date_created: number;
  date_closed: number | null;
  date_updated: number;
}

/** A message as the history finds it. What it says stays where it was said. */
export interface HistoryMessageRow {
  /** Its place among all messages, by time: see `messageNumber`. */
  number: number;
  account_sid: string;
  /** IM of a conversation, SM or MM of a text that belongs to none. */
  message_sid: string;
  thread_sid: string | null;
  customer: string | null;
  /** Who had the conversation when it was said. */
  worker_sid: string | null;
  channel: string;
  /** Its words, once each. Written only: the databases keep them in their own ways. */
  words: string;
}

/** What colleagues noted of a customer or a conversation. */
export interface DeskNoteRow {
  sid: string;
  account_sid: string;
  /** The customer's address for kind `customer`, else the SID of the conversation. */
  subject: string;
  kind: 'customer' | 'note' | 'whisper';
  author: string;
  /** The user who wrote it; null for programs. */
  author_sid: string | null;
  body: string;
  date_created: number;
  date_updated: number;
}

export interface DeskDataTables {
  canned_responses: CannedResponseRow;
  customers: CustomerRow;
  customer_words: CustomerWordRow;
  customer_addresses: CustomerAddressRow;
  customer_conversations: CustomerConversationRow;
  history_messages: HistoryMessageRow;
  desk_notes: DeskNoteRow;
}
