// The configuration of a service: its default roles, and whether it tells who is reachable.
import { z } from 'zod';
import { type Presentation, write } from '#http/operations.ts';
import { bool, sid } from '#http/parameters.ts';
import type { ChatServiceRow } from '#storage/schema/threads.ts';
import { holdService, settingsOf, updateService } from '#threads/threads.ts';

export function presentServiceConfiguration(row: ChatServiceRow, { base }: Presentation) {
  const url = `${base}/v1/Services/${row.sid}/Configuration`;
  return {
    chat_service_sid: row.sid,
    default_conversation_creator_role_sid: row.default_channel_creator_role_sid,
    default_conversation_role_sid: row.default_channel_role_sid,
    default_chat_service_role_sid: row.default_service_role_sid,
    reachability_enabled: settingsOf(row).reachabilityEnabled,
    url,
    links: { notifications: `${url}/Notifications`, webhooks: `${url}/Webhooks` },
  };
}

const input = z.object({
  DefaultConversationCreatorRoleSid: sid('RL').nullish(),
  DefaultConversationRoleSid: sid('RL').nullish(),
  DefaultChatServiceRoleSid: sid('RL').nullish(),
  ReachabilityEnabled: bool().nullish(),
});

/** Changes what is named; the roles must be roles of the service and of their type (404/50100). */
export const updateServiceConfiguration = write(input, async (tx, { accountSid, params, input: given }) => {
  const service = await holdService(tx, accountSid, params['ChatServiceSid']!);
  const isReachabilityEnabled = given.ReachabilityEnabled ?? settingsOf(service).reachabilityEnabled;
  return updateService(tx, service, {
    defaultServiceRoleSid: given.DefaultChatServiceRoleSid ?? undefined,
    defaultChannelRoleSid: given.DefaultConversationRoleSid ?? undefined,
    defaultChannelCreatorRoleSid: given.DefaultConversationCreatorRoleSid ?? undefined,
    settings: { reachabilityEnabled: isReachabilityEnabled },
  });
});
