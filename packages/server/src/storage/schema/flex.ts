// Rows of the flex tables.
import type { Generated } from 'kysely';

export type FlexChannelType = 'web' | 'sms' | 'facebook' | 'whatsapp' | 'line' | 'custom';
export type FlexIntegrationType = 'studio' | 'external' | 'task';

export interface FlexFlowRow {
  sid: string;
  account_sid: string;
  friendly_name: string;
  chat_service_sid: string;
  channel_type: FlexChannelType;
  contact_identity: string | null;
  enabled: number;
  integration_type: FlexIntegrationType;
  /** JSON of the settings of the integration, in the keys of the wire. */
  integration: string;
  long_lived: number;
  janitor_enabled: number;
  date_created: number;
  date_updated: number;
}

export interface FlexChannelRow {
  /** SID of the chat channel. */
  sid: string;
  account_sid: string;
  flex_flow_sid: string;
  service_sid: string;
  /** Identity of the customer's user. */
  identity: string;
  user_sid: string | null;
  /** The customer's address. */
  target: string | null;
  status: 'ACTIVE' | 'INACTIVE';
  /** Web chats have a resource of their own. */
  kind: 'channel' | 'web';
  /** The task agents work on in this channel, while there is one. */
  task_sid: string | null;
  /** Attributes the creator wants tasks of this channel to have (JSON). */
  task_attributes: string;
  customer_name: string;
  date_created: number;
  date_updated: number;
}

export interface FlexTables {
  flex_flows: FlexFlowRow;
  flex_channels: Omit<FlexChannelRow, 'kind'> & { kind: Generated<FlexChannelRow['kind']> };
}
