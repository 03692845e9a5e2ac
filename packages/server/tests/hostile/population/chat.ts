// Programmable Chat: a service with a role, a user and his device, and a channel somebody has written in, with an
// invite and a webhook; a credential of the account.
import { ensureUser, registerBinding, requireService } from '#threads/threads.ts';
import type { Population } from '../population.ts';

export async function makeChat(population: Population): Promise<void> {
  const text = (subject: string) => population.text(subject);
  const { sid } = await population.make('IS', '/chat/v2/Services', { FriendlyName: text('service') });
  const service = `/chat/v2/Services/${sid}`;
  await population.make('IS2', '/chat/v2/Services', { FriendlyName: text('another service') });
  await population.make('RL', `${service}/Roles`, {
    FriendlyName: text('listener'),
    Type: 'channel',
    Permission: ['leaveChannel', 'sendMessage'],
  });
  const deployment = await population.make('RL2', `${service}/Roles`, {
    FriendlyName: text('guest'),
    Type: 'deployment',
    Permission: 'createChannel',
  });
  await population.make('US', `${service}/Users`, {
    Identity: text('anna'),
    FriendlyName: text('Anna'),
    Attributes: JSON.stringify({ note: text('user') }),
    RoleSid: deployment.sid,
  });
  const channel = await population.make('CH', `${service}/Channels`, {
    FriendlyName: text('channel'),
    UniqueName: text('order'),
    Attributes: JSON.stringify({ note: text('channel') }),
    Type: 'private',
    CreatedBy: text('anna'),
  });
  await population.make('CH2', `${service}/Channels`, {
    UniqueName: text('other order'),
    FriendlyName: text('x'),
  });
  const inside = `${service}/Channels/${channel.sid}`;
  await population.make('MB', `${inside}/Members`, {
    Identity: text('anna'),
    Attributes: JSON.stringify({ note: text('member') }),
    RoleSid: population.sid('RL'),
  });
  await population.make('IM', `${inside}/Messages`, {
    From: text('anna'),
    Body: text('hello'),
    Attributes: JSON.stringify({ note: text('message') }),
  });
  await population.make('IN', `${inside}/Invites`, {
    Identity: text('ben'),
    RoleSid: population.sid('RL'),
  });
  await population.make('WH', `${inside}/Webhooks`, {
    Type: 'webhook',
    // Nobody listens there.
    'Configuration.Url': `http://127.0.0.1:9/${encodeURIComponent(text('hook'))}`,
    'Configuration.Filters': 'onMessageSent',
  });
  const user = `${service}/Users/${population.sid('US')}`;
  population.remember('CH of US', `${user}/Channels`, channel.sid);
  await makeDevice(population, sid, user);
  await population.make('CR2', '/chat/v2/Credentials', {
    Type: 'fcm',
    FriendlyName: text('credential'),
    Secret: text('server key'),
  });
}

/** Clients register their devices in their own protocol, so no request makes a binding. */
async function makeDevice(population: Population, serviceSid: string, user: string): Promise<void> {
  const { sid } = await population.context.database.transaction(async (tx) => {
    const service = await requireService(tx.db, population.account.sid, serviceSid);
    const { user: owner } = await ensureUser(tx, service, { identity: population.text('anna') });
    return registerBinding(tx, owner, {
      endpoint: population.text('phone'),
      bindingType: 'fcm',
      messageTypes: ['new_message'],
    });
  });
  population.remember('BS', `/chat/v2/Services/${serviceSid}/Bindings`, sid);
  population.remember('BS of US', `${user}/Bindings`, sid);
}
