// Programmable Chat: a service with a role, a user, and a channel somebody has written in.
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
}
