// Conversations v1 itself, in both trees: conversations, participants, messages with their receipts, and the lookups.
import { type Call, type Conformance, NOBODY } from './conformance.ts';

type Place = Readonly<Record<string, string>>;

/** One of the two trees: what its operations have in their names, and what is in their paths. */
interface Tree {
  readonly infix: '' | 'Service';
  readonly place: Place;
  /** A customer and a number of the contact centre, for this tree alone. */
  readonly customer: string;
  readonly own: string;
}

/** Performs every operation about conversations. */
export async function conversations(conformance: Conformance): Promise<void> {
  const call = conformance.callerOf('conversations_v1');
  const service = await call('CreateService', {}, { FriendlyName: 'Orders' });
  const sender = await conformance.callerOf('messaging_v1')('CreateService', {}, { FriendlyName: 'Orders' });
  const trees: readonly Tree[] = [
    { infix: '', place: {}, customer: '+14155550181', own: '+14155550191' },
    {
      infix: 'Service',
      place: { ChatServiceSid: service.sid },
      customer: '+14155550182',
      own: '+14155550192',
    },
  ];
  for (const tree of trees) {
    await conformance.callerOf('api_v2010')('CreateIncomingPhoneNumber', {}, { PhoneNumber: tree.own });
    await playConversations(call, tree, sender.sid);
    await playTogether(call, tree);
    const conversation = await call(`Create${tree.infix}Conversation`, tree.place, { FriendlyName: 'Busy' });
    const within = { ...tree.place, ConversationSid: conversation.sid };
    await playParticipants(call, tree, within);
    await playMessages(conformance, call, tree, within);
    await call(`List${tree.infix}ParticipantConversation`, tree.place, { Address: tree.customer });
    await call(`List${tree.infix}ParticipantConversation`, tree.place, { Identity: 'anna' });
  }
}

async function playConversations(call: Call, { infix, place }: Tree, sender: string): Promise<void> {
  const bare = await call(`Create${infix}Conversation`, place);
  const conversation = await call(
    `Create${infix}Conversation`,
    place,
    {
      FriendlyName: 'Order 4712',
      UniqueName: `order-4712${infix}`,
      Attributes: '{"order":4712}',
      MessagingServiceSid: sender,
      State: 'active',
      'Timers.Inactive': 'PT1M',
      'Timers.Closed': 'PT10M',
      'Bindings.Email.Address': 'orders@example.com',
      'Bindings.Email.Name': 'Orders',
      DateCreated: '2026-01-02T03:04:05Z',
    },
    { 'X-Twilio-Webhook-Enabled': 'true' },
  );
  await call(`Fetch${infix}Conversation`, { ...place, Sid: `order-4712${infix}` });
  await call(`List${infix}Conversation`, place, {
    State: 'active',
    StartDate: '2026-01-01',
    EndDate: '2026-01-31',
  });
  await call(`List${infix}Conversation`, place, { PageSize: 1 });
  const one = { ...place, Sid: conversation.sid };
  await call(`Update${infix}Conversation`, one, {
    FriendlyName: 'Shipped',
    State: 'inactive',
    UniqueName: null,
  });
  await call(`Update${infix}Conversation`, one, { State: 'closed' });
  await call(
    `Delete${infix}Conversation`,
    { ...place, Sid: bare.sid },
    {},
    { 'X-Twilio-Webhook-Enabled': 'true' },
  );
}

async function playTogether(call: Call, { infix, place, own }: Tree): Promise<void> {
  await call(`Create${infix}ConversationWithParticipants`, place, {
    FriendlyName: 'Together',
    Participant: [
      JSON.stringify({ identity: 'ben' }),
      JSON.stringify({ messaging_binding: { address: '+14155550189', proxy_address: own } }),
    ],
  });
}

async function playParticipants(call: Call, tree: Tree, within: Place): Promise<void> {
  const { infix, customer, own } = tree;
  const operation = (verb: string) => `${verb}${infix}ConversationParticipant`;
  const anna = await call(operation('Create'), within, { Identity: 'anna', Attributes: '{"role":"agent"}' });
  await call(
    operation('Create'),
    within,
    { 'MessagingBinding.Address': customer, 'MessagingBinding.ProxyAddress': own },
    { 'X-Twilio-Webhook-Enabled': 'true' },
  );
  const guest = await call(operation('Create'), within, {
    Identity: 'guest',
    'MessagingBinding.ProjectedAddress': own,
  });
  await call(operation('Fetch'), { ...within, Sid: anna.sid });
  await call(operation('List'), within, { PageSize: 2 });
  await call(
    operation('Update'),
    { ...within, Sid: anna.sid },
    {
      LastReadMessageIndex: 0,
      LastReadTimestamp: '2026-01-02T03:04:05Z',
      Attributes: '{}',
    },
  );
  await call(operation('Delete'), { ...within, Sid: guest.sid }, {}, { 'X-Twilio-Webhook-Enabled': 'true' });
}

async function playMessages(
  conformance: Conformance,
  call: Call,
  { infix }: Tree,
  within: Place,
): Promise<void> {
  const operation = (verb: string) => `${verb}${infix}ConversationMessage`;
  const said = await call(
    operation('Create'),
    within,
    { Author: 'anna', Body: `Look at ${NOBODY}`, Attributes: '{"a":1}', Subject: 'Your order' },
    { 'X-Twilio-Webhook-Enabled': 'true' },
  );
  const greeting = { language: 'en', types: { 'twilio/text': { body: 'Hello {{1}}' } } };
  const { sid: contentSid } = await conformance.callerOf('content_v1')('CreateContent', {}, greeting);
  const template = await call(operation('Create'), within, {
    ContentSid: contentSid,
    ContentVariables: '{"1":"Anna"}',
  });
  const { ConversationSid: conversationSid, ...tree } = within;
  const conversation = await call(`Fetch${infix}Conversation`, { ...tree, Sid: conversationSid! });
  const attached = await call(operation('Create'), within, {
    Body: 'See the file',
    MediaSid: await conformance.upload(conversation.chat_service_sid),
  });
  await call(operation('Fetch'), { ...within, Sid: attached.sid });
  await conformance.server.settled();
  const ofMessage = { ...within, MessageSid: said.sid };
  const receipts = await call(`List${infix}ConversationMessageReceipt`, ofMessage, { PageSize: 1 });
  await call(`Fetch${infix}ConversationMessageReceipt`, {
    ...ofMessage,
    Sid: receipts.delivery_receipts[0].sid,
  });
  await call(operation('Fetch'), { ...within, Sid: said.sid });
  await call(operation('List'), within, { Order: 'desc', PageSize: 1 });
  await call(operation('Update'), { ...within, Sid: said.sid }, { Body: 'Look again', Author: 'ben' });
  await call(
    operation('Delete'),
    { ...within, Sid: template.sid },
    {},
    { 'X-Twilio-Webhook-Enabled': 'true' },
  );
}
