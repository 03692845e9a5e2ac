// Proxy: a service with a pool, and sessions in every state: with room, full, empty, closed, for calls.
import type { Population } from '../population.ts';

export async function makeProxy(population: Population): Promise<void> {
  const { sid } = await population.make('KS', '/proxy/v1/Services', {
    UniqueName: population.text('proxy'),
    ChatInstanceSid: population.sid('IS'),
  });
  const service = `/proxy/v1/Services/${sid}`;
  await population.make('KS2', '/proxy/v1/Services', { UniqueName: population.text('another proxy') });
  await population.make('PN', `${service}/PhoneNumbers`, { Sid: population.sid('PN') });
  await population.make('SC in KS', `${service}/ShortCodes`, { Sid: population.sid('SC') });
  await makeSessionWithRoom(population, service);
  const session = await population.make('KC', `${service}/Sessions`, {
    UniqueName: population.text('full session'),
    Mode: 'message-only',
  });
  const participants = `${service}/Sessions/${session.sid}/Participants`;
  await population.make('KP', participants, {
    Identifier: population.phone(11),
    FriendlyName: population.text('customer'),
    ProxyIdentifier: population.phone(0),
  });
  await population.make('KP2', participants, {
    Identifier: population.sid('CH'),
    FriendlyName: population.text('channel'),
    ProxyIdentifierSid: population.sid('PN'),
  });
  await population.make('KC2', `${service}/Sessions`, {
    UniqueName: population.text('closed session'),
    Status: 'closed',
  });
  await population.make('KC3', `${service}/Sessions`, { UniqueName: population.text('empty session') });
  await population.make('KC5', `${service}/Sessions`, {
    UniqueName: population.text('empty message session'),
    Mode: 'message-only',
  });
  await population.make('KC4', `${service}/Sessions`, {
    UniqueName: population.text('voice session'),
    Mode: 'voice-only',
  });
}

/** The session routes are aimed at: one participant who has been written to, and room for another. */
async function makeSessionWithRoom(population: Population, service: string): Promise<void> {
  const session = await population.make('KC6', `${service}/Sessions`, {
    UniqueName: population.text('session with room'),
    Mode: 'message-only',
  });
  const participants = `${service}/Sessions/${session.sid}/Participants`;
  const customer = await population.make('KP6', participants, {
    Identifier: population.phone(13),
    FriendlyName: population.text('customer'),
    ProxyIdentifier: population.phone(0),
  });
  const messages = `${participants}/${customer.sid}/MessageInteractions`;
  await population.make('KI', messages, { Body: population.text('through the session') });
  await population.discover('KI', `${service}/Sessions/${session.sid}/Interactions`);
}
