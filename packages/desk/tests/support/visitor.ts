// A customer at a web chat, with the unmodified SDK a widget would use.
import { createRequire } from 'node:module';
import type { Client, Conversation } from '@twilio/conversations';
import { mintAccessToken } from '../../../server/src/realtime/realtime.ts';
import type { DeskFixture } from './desk.ts';

const require = createRequire(import.meta.url);

/** A visitor of a web page, and the conversation he speaks in. */
export interface Visitor {
  readonly client: Client;
  readonly conversation: Conversation;
}

/** Opens a web chat that is offered to a worker of the demo. */
export async function openWebChat(desk: DeskFixture, workerSid: string, name: string): Promise<Visitor> {
  const { accountSid, chatServiceSid, workspaceSid, workflowSid } = desk.credentials;
  const { sid: addressSid } = await desk.api('POST', '/conversations/v1/Configuration/Addresses', {
    Type: 'chat',
    Address: 'shop.example.com',
    'AutoCreation.Enabled': 'true',
    'AutoCreation.Type': 'default',
    'AutoCreation.ConversationServiceSid': chatServiceSid!,
  });
  const chat = await desk.api('POST', '/flex-api/v2/WebChats', { AddressSid: addressSid });
  await desk.api('POST', '/flex-api/v1/Interactions', {
    Channel: JSON.stringify({
      type: 'web',
      initiated_by: 'customer',
      properties: { media_channel_sid: chat.conversation_sid },
    }),
    Routing: JSON.stringify({
      properties: {
        workspace_sid: workspaceSid,
        workflow_sid: workflowSid,
        worker_sid: workerSid,
        attributes: JSON.stringify({ customerName: name }),
      },
    }),
  });
  const { database } = desk.server().context;
  const token = await mintAccessToken(database.read, Date.now(), {
    accountSid,
    identity: chat.identity,
    ttl: 600,
    grants: { chat: { serviceSid: chatServiceSid! } },
  });
  const { Client: SdkClient } = require('@twilio/conversations') as { Client: typeof Client };
  const client = new SdkClient(token, {
    Twilsock: { uri: `${desk.url.replace('http', 'ws')}/tsock/v3/wsconnect` },
    apiUri: `${desk.url}/aim`,
    cdsUri: `${desk.url}/cds`,
  } as never);
  await new Promise<void>((resolve, reject) => {
    client.on('stateChanged', (state) =>
      state === 'initialized' ? resolve() : reject(new Error(`the client is ${state}`)),
    );
  });
  return { client, conversation: await client.getConversationBySid(chat.conversation_sid) };
}
