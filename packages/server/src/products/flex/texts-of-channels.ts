// What Proxy carried out of chat channels, for the receipts of the messages there.
import type { TextsElsewhere } from '#threads/threads.ts';

/**
 * The texts that left for messages of chat channels. They are for the customer's member of the channel: the one a Flex
 * channel was opened with, or who is named by the customer's address. Where nobody is, they are for the participant of
 * the Proxy session.
 */
export const textsOfChannels: TextsElsewhere = (db, channelMessageSids) =>
  db
    .selectFrom('proxy_interactions')
    .innerJoin('messages', 'messages.sid', 'proxy_interactions.inbound_resource_sid')
    .innerJoin('proxy_participants', 'proxy_participants.sid', 'proxy_interactions.outbound_participant_sid')
    .leftJoin('flex_channels', 'flex_channels.sid', 'messages.thread_sid')
    .leftJoin('participants', (join) =>
      join
        .onRef('participants.thread_sid', '=', 'messages.thread_sid')
        .on('participants.identity', '=', ({ fn }) =>
          fn.coalesce('flex_channels.identity', 'proxy_participants.identifier'),
        ),
    )
    .select(({ fn }) => [
      'messages.account_sid',
      'messages.service_sid',
      'messages.thread_sid',
      'messages.sid as message_sid',
      'messages.message_index',
      fn.coalesce('participants.sid', 'proxy_participants.sid').as('participant_sid'),
      'proxy_interactions.outbound_resource_sid as channel_message_sid',
    ])
    .$narrowType<{ channel_message_sid: string }>()
    .where('proxy_interactions.outbound_resource_sid', 'in', channelMessageSids);
