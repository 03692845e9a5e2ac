// Rows of the delivery tables: what enters and leaves, what must still leave, and whose numbers.

/** Status of a message of the 2010 API ("Message resource: Message Status values"). */
export type MessageStatus =
  | 'accepted'
  | 'scheduled'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'failed'
  | 'canceled'
  | 'received'
  | 'read';

export type CarrierDirection = 'inbound' | 'outbound-api' | 'outbound-reply';

/** A text on its way through a carrier, in either direction. */
export interface CarrierMessageRow {
  sid: string;
  account_sid: string;
  from_address: string;
  to_address: string;
  body: string | null;
  /** JSON array of URLs, or null for a message without media. */
  media_urls: string | null;
  num_media: number;
  direction: CarrierDirection;
  status: MessageStatus;
  /** How far the status is on its way; it never goes down. */
  status_rank: number;
  error_code: number | null;
  num_segments: number;
  status_callback: string | null;
  /** Name of the connector that carries it, and the name it has there. */
  connector: string | null;
  carrier_message_id: string | null;
  /** STOP, START or HELP when the text is one of those words and changed or asked something. */
  opt_out_type: 'STOP' | 'START' | 'HELP' | null;
  /** 1 when an inbound handler took the message; null for what leaves. */
  is_taken: number | null;
  /** What the sender reported: whether the recipient acted on the message. */
  feedback: 'confirmed' | 'unconfirmed' | null;
  /** Why it may leave although the customer has been silent for a day, on Messenger. */
  message_tag: string | null;
  date_sent: number | null;
  date_created: number;
  date_updated: number;
  /** The messaging service it leaves through, or came in at. */
  messaging_service_sid: string | null;
  /** The Flex Flow on whose behalf it leaves. */
  flow_sid: string | null;
  /** The content template it was made from, and the JSON of its variables. */
  content_sid: string | null;
  content_variables: string | null;
  /** When a scheduled message is to leave. */
  send_at: number | null;
  /** How long a message may wait to leave, from then on. */
  validity_ms: number | null;
  /** 1 for the answer to STOP, START and HELP, which opt-outs and rules of sending do not hold back. */
  is_confirmation: number | null;
}

/** A message that must still leave. It is deleted in the transaction that records what became of it. */
export interface OutboxRow {
  message_sid: string;
  account_sid: string;
  /** Sender and recipient; messages of one pair leave in the order of their SIDs. */
  pair: string;
  /** When it may be taken next; taking it moves this to the end of the lease. */
  due_at: number;
  /** After this it is no longer sent. */
  expires_at: number;
  attempts: number;
  /** Who took it, or null while it waits. */
  lease: string | null;
}

/** The one row a send loop updates before it takes messages, so that loops of several processes take turns. */
export interface OutboxTurnRow {
  name: string;
  taken_at: number;
}

/** A number of the contact centre: an IncomingPhoneNumber (PN) or a ShortCode (SC) of the API. */
export interface OwnNumberRow {
  sid: string;
  account_sid: string;
  phone_number: string;
  friendly_name: string;
  sms_url: string;
  sms_method: string;
  sms_fallback_url: string;
  sms_fallback_method: string;
  /** JSON of the settings that have no column of their own. */
  settings: string;
  date_created: number;
  date_updated: number;
}

/** A phone of the simulated network. */
export interface HandsetPhoneRow {
  account_sid: string;
  address: string;
  /** The phone the address is of: its number, or the address itself. Settings are the same for all of a phone. */
  phone: string;
  /** Whose phone it is; null when nobody has said. */
  name: string | null;
  /** How it treats texts; one that is switched off gets them when it is switched on again. */
  behaviour: 'normal' | 'slow' | 'fail' | 'off';
  /** Error code receipts carry while the phone fails; each address has its own. */
  error_code: number;
  /** How many of the next texts fail whatever the behaviour. */
  fail_next: number;
  /** 1 when the sender is told that a message was read, on channels that tell. */
  sends_read: number;
  /** Delay of a slow phone. */
  delay_seconds: number;
  /** When a text last reached or left it. */
  date_active: number;
  date_created: number;
  date_updated: number;
}

/** A text a simulated phone shows, or will show once its delay has passed. */
export interface HandsetMessageRow {
  sid: string;
  account_sid: string;
  phone_address: string;
  contact_address: string;
  direction: 'incoming' | 'outgoing';
  carrier_message_sid: string;
  body: string | null;
  media_urls: string | null;
  /** When a slow phone will show it; null once it is shown. */
  arrives_at: number | null;
  /** When it was looked at; null for what is unread and for what was typed here. */
  read_at: number | null;
  /** JSON array of the buttons under it. */
  buttons: string | null;
  date_created: number;
}

/** A day on which many customers write; an account has at most one. */
export interface HandsetBusyDayRow {
  account_sid: string;
  seed: string;
  customers: number;
  minutes: number;
  /** Texts of customers, and texts they got. */
  sent: number;
  answers: number;
  started_at: number;
  /** When the last customer goes, whatever he waits for. */
  ends_at: number;
}

/** Where a customer of a busy day is in what he came for. */
export interface HandsetCustomerRow {
  sid: string;
  account_sid: string;
  phone_address: string;
  contact_address: string;
  /** JSON of everything he will say, and when. */
  script: string;
  state: 'coming' | 'waiting' | 'nudged' | 'typing' | 'served' | 'left';
  /** Which of his lines comes next. */
  step: number;
  date_updated: number;
}

export interface DeliveryTables {
  carrier_messages: CarrierMessageRow;
  outbox: OutboxRow;
  outbox_turns: OutboxTurnRow;
  own_numbers: OwnNumberRow;
  handset_phones: HandsetPhoneRow;
  handset_messages: HandsetMessageRow;
  handset_busy_days: HandsetBusyDayRow;
  handset_customers: HandsetCustomerRow;
}
