// Rows of the proxy tables.
import type { Generated, Selectable } from 'kysely';

export type GeoMatchLevel = 'area-code' | 'overlay' | 'radius' | 'country';
export type NumberSelectionBehavior = 'avoid-sticky' | 'prefer-sticky';
export type SessionStatus = 'open' | 'in-progress' | 'closed' | 'failed' | 'unknown';
export type SessionMode = 'message-only' | 'voice-only' | 'voice-and-message';

interface ProxyServiceTable {
  sid: string;
  account_sid: string;
  unique_name: string;
  /** Seconds; 0 is unlimited. */
  default_ttl: number;
  callback_url: string | null;
  geo_match_level: GeoMatchLevel;
  number_selection_behavior: NumberSelectionBehavior;
  intercept_callback_url: string | null;
  out_of_session_callback_url: string | null;
  chat_instance_sid: string | null;
  /** How many numbers of each kind the pool holds: its limits are checked where they are raised. */
  unreserved_numbers: Generated<number>;
  reserved_numbers: Generated<number>;
  date_created: number;
  date_updated: number;
}

interface ProxyPhoneNumberTable {
  /** The SID of the account's own number or short code: it is in one pool at most. */
  sid: string;
  account_sid: string;
  service_sid: string;
  /** E.164, or the digits of a short code. */
  phone_number: string;
  kind: Generated<'phone' | 'short-code'>;
  iso_country: string | null;
  is_reserved: number;
  date_created: number;
  date_updated: number;
}

interface ProxySessionTable {
  sid: string;
  account_sid: string;
  service_sid: string;
  unique_name: string | null;
  /** The chat channel the unique name starts with, when it starts with one. */
  channel_sid: string | null;
  status: SessionStatus;
  closed_reason: string | null;
  mode: SessionMode;
  /** Seconds since the creation or the last interaction; 0 is unlimited. */
  ttl: number;
  /** When the session ends unless something happens in it; null when it does not end by itself. */
  expires_at: number | null;
  /** 1 when `expires_at` was given as a date and interactions do not move it. */
  is_expiry_fixed: number;
  /** Participants that have not been removed; at most two. */
  participants_count: number;
  date_started: number | null;
  date_ended: number | null;
  /** The ordered part of a SID made when the session was closed: what has a smaller one came before that. */
  end_mark: string | null;
  date_last_interaction: number | null;
  /** Messages of it that wait for the answer of `InterceptCallbackUrl`, or behind one that does. */
  waiting: Generated<number>;
  date_created: number;
  date_updated: number;
}

export interface ProxyParticipantRow {
  sid: string;
  account_sid: string;
  service_sid: string;
  session_sid: string;
  identifier: string;
  friendly_name: string | null;
  proxy_identifier: string;
  proxy_identifier_sid: string | null;
  /** 1 while the session is open and the participant in it: then its pair of addresses is taken. */
  active: number;
  /** Of a chat channel: the index of the first message that is carried. Those before it were written unconnected. */
  first_index: number;
  date_deleted: number | null;
  date_created: number;
  date_updated: number;
}

export interface ProxyInteractionRow {
  sid: string;
  account_sid: string;
  service_sid: string;
  session_sid: string;
  /** JSON of what was said. */
  data: string;
  type: 'message' | 'voice' | 'unknown';
  inbound_participant_sid: string | null;
  inbound_resource_sid: string | null;
  inbound_resource_status: string | null;
  inbound_resource_type: string | null;
  /** Product and path of the resource (`chat/v2/Services/…`); answers make it an absolute URL. */
  inbound_resource_path: string | null;
  outbound_participant_sid: string | null;
  outbound_resource_sid: string | null;
  outbound_resource_status: string | null;
  outbound_resource_type: string | null;
  outbound_resource_path: string | null;
  date_created: number;
  date_updated: number;
}

/** A message that waits for somebody's answer, or behind one that does. */
export interface ProxyWaitingRow {
  /** Of the interaction it becomes, or of the text when it belongs to no session. */
  sid: string;
  account_sid: string;
  service_sid: string;
  /** The session's SID, or the two addresses of a text that belongs to no session. */
  queue: string;
  /** JSON of what is carried on. */
  data: string;
  date_created: number;
}

/** Texts from somebody who has no session, between two addresses; the first of them is asked about. */
export interface ProxyStrangerRow {
  account_sid: string;
  queue: string;
  service_sid: string;
  waiting: number;
}

export type ProxyServiceRow = Selectable<ProxyServiceTable>;
export type ProxyPhoneNumberRow = Selectable<ProxyPhoneNumberTable>;
export type ProxySessionRow = Selectable<ProxySessionTable>;

export interface ProxyTables {
  proxy_services: ProxyServiceTable;
  proxy_phone_numbers: ProxyPhoneNumberTable;
  proxy_sessions: ProxySessionTable;
  proxy_waiting: ProxyWaitingRow;
  proxy_strangers: ProxyStrangerRow;
  proxy_participants: ProxyParticipantRow;
  proxy_interactions: ProxyInteractionRow;
}
