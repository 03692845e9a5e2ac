// The samples of the guides on outbound messages, inbound channels and the outbound function: the same operations with
// the same parameters, for a contact centre that is there.
import { CENTRE, type World } from '../journey/world.ts';
import type { Performance } from './ways.ts';

/** A contact centre a guide is followed in, and what its steps have made so far. */
export interface Place {
  world: World;
  taskChannelSid: string;
  customer: string;
  flowSid: string;
  channelSid: string;
  sessionSid: string;
}

const FLOWS = { host: 'flex-api.twilio.com', path: '/v1/FlexFlows' } as const;
const CHANNELS = { host: 'flex-api.twilio.com', path: '/v1/Channels' } as const;

/** A flow from a number of the centre straight to a task. */
export function createFlow({ world, taskChannelSid }: Place, contactIdentity: string): Performance {
  const { chatServiceSid, workspaceSid, workflowSid } = world;
  return {
    sdk: ({ flexApi }) =>
      flexApi.v1.flexFlow.create({
        channelType: 'sms',
        chatServiceSid,
        contactIdentity,
        enabled: false,
        friendlyName: 'Outbound SMS',
        'integration.channel': taskChannelSid,
        'integration.workflowSid': workflowSid,
        'integration.workspaceSid': workspaceSid,
        integrationType: 'task',
      }),
    wire: {
      method: 'POST',
      ...FLOWS,
      form: [
        ['ContactIdentity', contactIdentity],
        ['ChannelType', 'sms'],
        ['ChatServiceSid', chatServiceSid],
        ['IntegrationType', 'task'],
        ['Integration.WorkflowSid', workflowSid],
        ['Integration.WorkspaceSid', workspaceSid],
        ['Integration.Channel', taskChannelSid],
        ['FriendlyName', 'Outbound SMS'],
        ['Enabled', 'false'],
      ],
    },
  };
}

/** The flow of the README of the outbound function, which says that its chats are not long-lived. */
export function createShortLivedFlow(place: Place, contactIdentity: string): Performance {
  const { sdk: _sdk, wire } = createFlow(place, contactIdentity);
  const { chatServiceSid, workspaceSid, workflowSid } = place.world;
  return {
    sdk: ({ flexApi }) =>
      flexApi.v1.flexFlow.create({
        channelType: 'sms',
        integrationType: 'task',
        enabled: false,
        friendlyName: 'Flex SMS To Task Flow',
        contactIdentity,
        chatServiceSid,
        'integration.workspaceSid': workspaceSid,
        'integration.workflowSid': workflowSid,
        'integration.channel': place.taskChannelSid,
        longLived: false,
      }),
    wire: { ...wire, form: [...wire.form!, ['LongLived', 'false']] },
  };
}

/** The flow of an inbound WhatsApp channel that leads to Studio; its type is what flows have without one. */
export function createWhatsAppFlow({ world: { chatServiceSid } }: Place, flowSid: string): Performance {
  return {
    sdk: ({ flexApi }) =>
      flexApi.v1.flexFlow.create({
        channelType: 'whatsapp',
        chatServiceSid,
        friendlyName: 'WhatsApp Flex Flow',
        'integration.flowSid': flowSid,
      }),
    wire: {
      method: 'POST',
      ...FLOWS,
      form: [
        ['ChannelType', 'whatsapp'],
        ['ChatServiceSid', chatServiceSid],
        ['FriendlyName', 'WhatsApp Flex Flow'],
        ['Integration.FlowSid', flowSid],
      ],
    },
  };
}

/** All flows of the account. */
export const listFlows: Performance = {
  sdk: ({ flexApi }) => flexApi.v1.flexFlow.list({ limit: 20 }),
  wire: { method: 'GET', host: FLOWS.host, path: `${FLOWS.path}?PageSize=20` },
};

/** The chat channel with a task for one worker. */
export function createChannelWithTask({ flowSid, customer }: Place): Performance {
  const taskAttributes = JSON.stringify({
    to: customer,
    direction: 'outbound',
    name: 'John',
    from: CENTRE,
    targetWorker: 'client:anna',
    autoAnswer: 'true',
  });
  const identity = `sms_${customer.slice(1)}`;
  return {
    sdk: ({ flexApi }) =>
      flexApi.v1.channel.create({
        chatFriendlyName: 'Outbound Chat with John',
        chatUserFriendlyName: 'ChatUserFriendlyName',
        flexFlowSid: flowSid,
        identity,
        target: customer,
        taskAttributes,
      }),
    wire: {
      method: 'POST',
      ...CHANNELS,
      form: [
        ['Identity', identity],
        ['Target', customer],
        ['ChatFriendlyName', 'Outbound Chat with John'],
        ['TaskAttributes', taskAttributes],
        ['FlexFlowSid', flowSid],
        ['ChatUserFriendlyName', 'ChatUserFriendlyName'],
      ],
    },
  };
}

/** The chat channel without attributes of a task. */
export function createChannel({ flowSid, customer }: Place): Performance {
  const identity = `sms_${customer.slice(1)}`;
  return {
    sdk: ({ flexApi }) =>
      flexApi.v1.channel.create({
        chatFriendlyName: 'Chat with Jane',
        chatUserFriendlyName: 'Jane',
        flexFlowSid: flowSid,
        identity,
        target: customer,
      }),
    wire: {
      method: 'POST',
      ...CHANNELS,
      form: [
        ['Identity', identity],
        ['Target', customer],
        ['ChatUserFriendlyName', 'Jane'],
        ['ChatFriendlyName', 'Chat with Jane'],
        ['FlexFlowSid', flowSid],
      ],
    },
  };
}

/** A session named after the channel, with a participant in it from the start. */
export function createSession(
  { world: { proxyServiceSid }, channelSid }: Place,
  participant: Readonly<Record<string, string>>,
): Performance {
  return {
    sdk: ({ proxy }) =>
      proxy.v1
        .services(proxyServiceSid)
        .sessions.create({ mode: 'message-only', participants: [participant], uniqueName: channelSid }),
    wire: {
      method: 'POST',
      host: 'proxy.twilio.com',
      path: `/v1/Services/${proxyServiceSid}/Sessions`,
      form: [
        ['UniqueName', channelSid],
        ['Mode', 'message-only'],
        ['Participants', JSON.stringify(participant)],
      ],
    },
  };
}

/** A participant added to the session; without an address of ours the session chooses one. */
export function addParticipant(
  { world: { proxyServiceSid }, sessionSid }: Place,
  participant: { identifier: string; friendlyName: string; proxyIdentifier?: string },
): Performance {
  return {
    sdk: ({ proxy }) =>
      proxy.v1.services(proxyServiceSid).sessions(sessionSid).participants.create(participant),
    wire: {
      method: 'POST',
      host: 'proxy.twilio.com',
      path: `/v1/Services/${proxyServiceSid}/Sessions/${sessionSid}/Participants`,
      form: [
        ['Identifier', participant.identifier],
        ...(participant.proxyIdentifier ? [['ProxyIdentifier', participant.proxyIdentifier] as const] : []),
        ['FriendlyName', participant.friendlyName],
      ],
    },
  };
}

/** The session written into the attributes of the channel, beside those that are there. */
export function updateAttributes({ world, channelSid }: Place, attributes: string): Performance {
  const { chatServiceSid } = world;
  return {
    sdk: ({ chat }) => chat.v2.services(chatServiceSid).channels(channelSid).update({ attributes }),
    wire: {
      method: 'POST',
      host: 'chat.twilio.com',
      path: `/v2/Services/${chatServiceSid}/Channels/${channelSid}`,
      form: [['Attributes', attributes]],
    },
  };
}

/** A message through the channel. */
export function sendMessage({ world, channelSid }: Place, from: string, body: string): Performance {
  const { chatServiceSid } = world;
  return {
    sdk: ({ chat }) => chat.v2.services(chatServiceSid).channels(channelSid).messages.create({ body, from }),
    wire: {
      method: 'POST',
      host: 'chat.twilio.com',
      path: `/v2/Services/${chatServiceSid}/Channels/${channelSid}/Messages`,
      form: [
        ['Body', body],
        ['From', from],
      ],
    },
  };
}

/** An interaction an agent begins. */
export function createInteraction(channel: object, routing: object): Performance {
  return {
    sdk: ({ flexApi }) => flexApi.v1.interaction.create({ channel, routing }),
    wire: {
      method: 'POST',
      host: 'flex-api.twilio.com',
      path: '/v1/Interactions',
      form: [
        ['Channel', JSON.stringify(channel)],
        ['Routing', JSON.stringify(routing)],
      ],
    },
  };
}

/** A message in the conversation of an interaction. */
export function sayInConversation(conversationSid: string, author: string, body: string): Performance {
  return {
    sdk: ({ conversations }) =>
      conversations.v1.conversations(conversationSid).messages.create({ author, body }),
    wire: {
      method: 'POST',
      host: 'conversations.twilio.com',
      path: `/v1/Conversations/${conversationSid}/Messages`,
      form: [
        ['Author', author],
        ['Body', body],
      ],
    },
  };
}
