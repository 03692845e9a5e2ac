// Rows of messaging services, senders, consent and the rules of sending.

/** A messaging service: senders that stand for each other, with common settings. */
export interface MessagingServiceRow {
  sid: string;
  account_sid: string;
  friendly_name: string;
  inbound_request_url: string | null;
  inbound_method: 'GET' | 'POST';
  fallback_url: string | null;
  fallback_method: 'GET' | 'POST';
  status_callback: string | null;
  sticky_sender: number;
  mms_converter: number;
  smart_encoding: number;
  scan_message_content: 'inherit' | 'enable' | 'disable';
  fallback_to_long_code: number;
  area_code_geomatch: number;
  synchronous_validation: number;
  /** Seconds. */
  validity_period: number;
  usecase: string;
  use_inbound_webhook_on_number: number;
  /** JSON of its own words and answers for STOP, START and HELP; null for the usual ones. */
  opt_out_settings: string | null;
  date_created: number;
  date_updated: number;
}

export type PoolKind = 'phone-number' | 'short-code' | 'alpha' | 'channel';

/** A sender in the pool of a service, under the SID it has elsewhere; alphanumeric ones are made here. */
export interface ServiceSenderRow {
  sid: string;
  account_sid: string;
  service_sid: string;
  kind: PoolKind;
  address: string;
  /** ISO 3166 alpha-2; of an alphanumeric sender the country it is for, empty for all. */
  country_code: string;
  date_created: number;
  date_updated: number;
}

/** The sender a recipient keeps hearing from. */
export interface StickySenderRow {
  service_sid: string;
  recipient: string;
  account_sid: string;
  address: string;
  date_created: number;
}

/** An address of a channel (`whatsapp:+1…`, `messenger:<page>`) that is the account's. */
export interface ChannelSenderRow {
  sid: string;
  account_sid: string;
  address: string;
  channel: string;
  friendly_name: string | null;
  status: 'ONLINE' | 'OFFLINE';
  /** JSON objects as the resource shows them. */
  configuration: string;
  webhook: string;
  profile: string;
  date_created: number;
  date_updated: number;
}

export type ConsentStatus = 'opt-in' | 'opt-out';
export type ConsentSource = 'keyword' | 'api' | 'import';

/** What a customer last said of hearing from a sender: one of our addresses, or a messaging service. */
export interface ConsentRow {
  account_sid: string;
  customer_address: string;
  sender: string;
  sid: string;
  status: ConsentStatus;
  source: ConsentSource;
  /** The word the customer sent. */
  word: string | null;
  message_sid: string | null;
  date_of_consent: number;
  date_created: number;
  date_updated: number;
}

/** One change of a consent; never changed or removed. */
export interface ConsentChangeRow {
  sid: string;
  account_sid: string;
  consent_sid: string;
  status: ConsentStatus;
  source: ConsentSource;
  word: string | null;
  message_sid: string | null;
  date_of_consent: number;
  date_created: number;
}

/** When and how often may be sent: for a sender, a messaging service or a Flex Flow. */
export interface SendingRuleRow {
  sid: string;
  account_sid: string;
  subject: string;
  /** Minutes after midnight in the recipient's zone; null without quiet hours. */
  quiet_start: number | null;
  quiet_end: number | null;
  /** Zone of recipients whose own is not known, and of the day of the cap. */
  time_zone: string;
  /** Messages to one recipient a day; null without a cap. */
  daily_cap: number | null;
  date_created: number;
  date_updated: number;
}

/** How many messages a recipient got under a rule on a day. */
export interface DailyCountRow {
  rule_sid: string;
  recipient: string;
  /** `2026-06-01`, in the zone of the rule. */
  day: string;
  account_sid: string;
  count: number;
}

/** A file of a carrier message, by its address. */
export interface CarrierMediaRow {
  sid: string;
  account_sid: string;
  message_sid: string;
  url: string;
  content_type: string;
  date_created: number;
  date_updated: number;
}

export interface MessagingServiceTables {
  messaging_services: MessagingServiceRow;
  service_senders: ServiceSenderRow;
  sticky_senders: StickySenderRow;
  channel_senders: ChannelSenderRow;
  consents: ConsentRow;
  consent_changes: ConsentChangeRow;
  sending_rules: SendingRuleRow;
  daily_counts: DailyCountRow;
  carrier_media: CarrierMediaRow;
}
