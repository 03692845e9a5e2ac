// The places where the published documents contradict the answers their clients expect. Every
// exception the answer check grants is written here, with its reason, and nowhere else.

import type { Product } from './documents.ts';

/** A success status that replaces the documented one. */
export interface StatusOverride {
  product: Product;
  operationId: string;
  status: number;
  why: string;
}

export const statusOverrides: readonly StatusOverride[] = [
  {
    product: 'proxy_v1',
    operationId: 'DeleteParticipant',
    status: 204,
    why: 'documented as 200; clients of the older majors take a deletion for failed unless it is 204',
  },
];

/** How far a documented property is opened. */
export type Relaxation =
  | 'may be null'
  | 'may be empty'
  | 'may hold nulls'
  | 'is relative'
  | 'is any text'
  | 'is a map of flags';

/** Properties whose documented schema is not what clients receive. */
export interface PropertyException {
  product: Product;
  /** Names of the component schemas it holds for; left out, it holds for the whole product. */
  schemas?: readonly string[];
  properties: readonly string[];
  relax: Relaxation;
  why: string;
}

export const propertyExceptions: readonly PropertyException[] = [
  {
    product: 'proxy_v1',
    schemas: [
      'proxy.v1.service.session.interaction',
      'proxy.v1.service.session.participant.message_interaction',
    ],
    properties: ['inbound_resource_status', 'outbound_resource_status'],
    relax: 'may be null',
    why: 'an interaction the API created has no inbound leg, and one that was not forwarded no outbound leg',
  },
  {
    product: 'proxy_v1',
    schemas: ['proxy.v1.service.phone_number'],
    properties: ['capabilities'],
    relax: 'is a map of flags',
    why: 'the schema names sms, mms, voice and fax, every example sms_outbound and voice_inbound',
  },
  {
    product: 'chat_v2',
    schemas: ['chat.v2.service.channel'],
    properties: ['links'],
    relax: 'may hold nulls',
    why: 'the link to the last message is null in a channel without messages',
  },
  {
    product: 'chat_v2',
    schemas: ['chat.v2.service.user.user_channel'],
    properties: ['links'],
    relax: 'may hold nulls',
    why: 'a user who is only invited to a channel is no member there yet',
  },
  {
    product: 'conversations_v1',
    schemas: ['conversations.v1.service.service_configuration.service_webhook_configuration'],
    properties: ['method'],
    relax: 'may be null',
    why: 'a service without webhooks has no method either',
  },
  {
    product: 'taskrouter_v1',
    schemas: ['taskrouter.v1.workspace'],
    properties: ['event_callback_url'],
    relax: 'may be empty',
    why: 'a workspace without event callbacks answers with an empty string',
  },
  {
    product: 'messaging_v1',
    schemas: ['messaging.v1.brand_registrations'],
    properties: ['identity_status'],
    relax: 'may be null',
    why: 'a brand that is still pending has no identity status',
  },
  {
    product: 'api_v2010',
    properties: ['uri', 'first_page_uri', 'next_page_uri', 'previous_page_uri', 'subresource_uris'],
    relax: 'is relative',
    why: 'the 2010 API answers with paths, which clients join to their base address',
  },
  {
    product: 'api_v2010',
    schemas: ['api.v2010.account.message'],
    properties: ['from'],
    relax: 'is any text',
    why: 'a sender may also be a channel address, a short code or an alphanumeric name',
  },
  {
    product: 'api_v2010',
    schemas: [
      'api.v2010.account.incoming_phone_number',
      'api.v2010.account.incoming_phone_number.incoming_phone_number_local',
      'api.v2010.account.incoming_phone_number.incoming_phone_number_mobile',
      'api.v2010.account.incoming_phone_number.incoming_phone_number_toll_free',
    ],
    properties: [
      'sms_application_sid',
      'sms_fallback_url',
      'sms_url',
      'status_callback',
      'voice_application_sid',
      'voice_fallback_url',
      'voice_url',
    ],
    relax: 'may be empty',
    why: 'unset handlers of a number are empty strings',
  },
];
