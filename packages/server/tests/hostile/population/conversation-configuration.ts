// Conversations beside the conversations: a service, and in both trees a role, a user in a conversation, and a webhook;
// configured addresses, a credential, and the device of a user.
import { ensureUser, registerBinding, requireService } from '#threads/threads.ts';
import type { Population } from '../population.ts';

export async function makeConversationConfiguration(population: Population): Promise<void> {
  const { sid } = await population.make('IS3', '/conversations/v1/Services', {
    FriendlyName: population.text('conversations'),
  });
  await makeTree(population, '/conversations/v1', ['RL3', 'RL4', 'US3', 'CH3', 'WH3']);
  const service = `/conversations/v1/Services/${sid}`;
  await makeTree(population, service, ['RL5', 'RL6', 'US5', 'CH5', 'WH5']);
  await makeBinding(population, sid);
  await population.make('CR', '/conversations/v1/Credentials', {
    Type: 'fcm',
    FriendlyName: population.text('credential'),
    Secret: population.text('server key'),
  });
  await population.make('IG', '/conversations/v1/Configuration/Addresses', {
    Type: 'whatsapp',
    Address: `whatsapp:${population.phone(2)}`,
    FriendlyName: population.text('address'),
    'AutoCreation.ConversationServiceSid': sid,
  });
  await population.make('IG2', '/conversations/v1/Configuration/Addresses', {
    Type: 'chat',
    Address: population.text('page'),
    'AutoCreation.Enabled': 'true',
    'AutoCreation.Type': 'default',
    'AutoCreation.ConversationServiceSid': sid,
  });
}

/** The same objects exist below the account and below a service. */
async function makeTree(
  population: Population,
  tree: string,
  [role, serviceRole, user, conversation, webhook]: readonly [string, string, string, string, string],
): Promise<void> {
  const text = (subject: string) => population.text(subject);
  await population.make(role, `${tree}/Roles`, {
    FriendlyName: text('listener'),
    Type: 'conversation',
    Permission: ['leaveConversation', 'sendMessage'],
  });
  await population.make(serviceRole, `${tree}/Roles`, {
    FriendlyName: text('guest'),
    Type: 'service',
    Permission: 'createConversation',
  });
  const { sid: userSid } = await population.make(user, `${tree}/Users`, {
    Identity: text('anna'),
    FriendlyName: text('Anna'),
    Attributes: JSON.stringify({ note: text('user') }),
    RoleSid: population.sid(serviceRole),
  });
  const { sid } = await population.make(conversation, `${tree}/Conversations`, {
    FriendlyName: text('conversation'),
    UniqueName: text('order'),
    Attributes: JSON.stringify({ note: text('conversation') }),
  });
  const inside = `${tree}/Conversations/${sid}`;
  await population.make(`${user} in ${conversation}`, `${inside}/Participants`, {
    Identity: text('anna'),
    Attributes: JSON.stringify({ note: text('participant') }),
    RoleSid: population.sid(role),
  });
  population.remember(conversation, `${tree}/Users/${userSid}/Conversations`, sid);
  await population.make(webhook, `${inside}/Webhooks`, {
    Target: 'webhook',
    // Nobody listens there.
    'Configuration.Url': `http://127.0.0.1:9/${encodeURIComponent(text('hook'))}`,
    'Configuration.Filters': 'onMessageAdded',
  });
}

/** Clients register their devices in their own protocol, so no request makes a binding. */
async function makeBinding(population: Population, serviceSid: string): Promise<void> {
  const { sid } = await population.context.database.transaction(async (tx) => {
    const service = await requireService(tx.db, population.account.sid, serviceSid);
    const { user } = await ensureUser(tx, service, { identity: population.text('anna') });
    return registerBinding(tx, user, {
      endpoint: population.text('phone'),
      bindingType: 'fcm',
      messageTypes: ['new_message'],
    });
  });
  population.remember('BS3', `/conversations/v1/Services/${serviceSid}/Bindings`, sid);
}
