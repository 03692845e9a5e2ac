// Messaging: numbers of the contact centre, texts sent from one of them, a service, senders, consents and rules.
import type { Population } from '../population.ts';

export async function makeMessaging(population: Population): Promise<void> {
  const account = `/api/2010-04-01/Accounts/${population.account.sid}`;
  for (const [index, name] of ['PN', 'PN2', 'PN3'].entries()) {
    await population.make(name, `${account}/IncomingPhoneNumbers.json`, {
      PhoneNumber: population.phone(index),
      FriendlyName: population.text(`line ${index}`),
    });
  }
  await population.make('SM', `${account}/Messages.json`, {
    From: population.phone(0),
    To: population.phone(10),
    Body: population.text('a text'),
    // Nobody listens there: the callback stays in the log of webhooks.
    StatusCallback: 'http://127.0.0.1:9/status',
    MediaUrl: 'http://127.0.0.1:9/picture.png',
  });
  await population.discover('ME', `${account}/Messages/${population.sid('SM')}/Media.json`);
  await makeSenders(population, account);
  await population.make('SK', `${account}/Keys.json`, { FriendlyName: population.text('a key') });
}

async function makeSenders(population: Population, account: string): Promise<void> {
  await population.make('SC', `${account}/SMS/ShortCodes.json`, {
    ShortCode: String(50_000 + population.number),
    FriendlyName: population.text('a code'),
  });
  await population.make('SC2', `${account}/SMS/ShortCodes.json`, {
    ShortCode: String(60_000 + population.number),
    FriendlyName: population.text('a spare code'),
  });
  const sender = await population.wire.send(population.account, {
    method: 'POST',
    path: '/messaging/v2/Channels/Senders',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      sender_id: `whatsapp:${population.phone(0)}`,
      friendly_name: population.text('a sender'),
    }),
  });
  population.remember('XE', '/messaging/v2/Channels/Senders', sender.json.sid);
  const services = '/messaging/v1/Services';
  await population.make('MG', services, { FriendlyName: population.text('a service') });
  const service = `${services}/${population.sid('MG')}`;
  await population.make('PN in MG', `${service}/PhoneNumbers`, { PhoneNumberSid: population.sid('PN3') });
  await population.make('SC in MG', `${service}/ShortCodes`, { ShortCodeSid: population.sid('SC') });
  await population.make('AI', `${service}/AlphaSenders`, { AlphaSender: `Brand ${population.number}` });
  await population.make('AI2', `${service}/DestinationAlphaSenders`, {
    AlphaSender: `Brand ${population.number}`,
    IsoCountryCode: 'DE',
  });
  await population.make('XE in MG', `${service}/ChannelSenders`, { Sid: population.sid('XE') });
  await population.make('CN', '/messaging/v1/Consents', {
    Contact: population.phone(19),
    Sender: population.phone(1),
    Status: 'opt-out',
    Word: population.text('a word'),
  });
  await population.make('QR', '/messaging/v1/SendingRules', {
    Subject: population.sid('MG'),
    DailyCap: '900000',
  });
}
