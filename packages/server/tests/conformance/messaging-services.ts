// Messaging services: their settings and every kind of sender they hold. Registration of brands and campaigns,
// verification of toll-free numbers, short links and deactivated numbers are out of scope.

import type { Conformance } from './conformance.ts';
import { declareShortCode } from './short-codes.ts';

const FIRST = '+12025550181';
const SECOND = '+12025550182';

/** Performs every built operation of messaging v1, and those of messaging v2 on the way. */
export async function messagingServices(conformance: Conformance): Promise<void> {
  const call = conformance.callerOf('messaging_v1');
  const service = await call(
    'CreateService',
    {},
    {
      FriendlyName: 'Notices',
      InboundRequestUrl: 'https://example.com/in',
      InboundMethod: 'POST',
      FallbackUrl: 'https://example.com/fallback',
      FallbackMethod: 'GET',
      StatusCallback: 'https://example.com/status',
      StickySender: true,
      MmsConverter: true,
      SmartEncoding: false,
      ScanMessageContent: 'inherit',
      AreaCodeGeomatch: true,
      ValidityPeriod: 600,
      Usecase: 'notifications',
      UseInboundWebhookOnNumber: true,
    },
  );
  const bare = await call('CreateService', {}, { FriendlyName: 'Bare' });
  await call('FetchService', { Sid: service.sid });
  await call('ListService', {}, { PageSize: 1 });
  await call('UpdateService', { Sid: service.sid }, { FriendlyName: 'News', InboundRequestUrl: null });
  await playNumbers(conformance, service.sid);
  await playLetters(conformance, service.sid);
  await playChannels(conformance, service.sid);
  await call('DeleteService', { Sid: bare.sid });
}

async function playNumbers(conformance: Conformance, service: string): Promise<void> {
  const call = conformance.callerOf('messaging_v1');
  const api = conformance.callerOf('api_v2010');
  const place = { ServiceSid: service };
  for (const number of [FIRST, SECOND]) {
    const { sid } = await api('CreateIncomingPhoneNumber', {}, { PhoneNumber: number });
    await call('CreatePhoneNumber', place, { PhoneNumberSid: sid });
    await call('FetchPhoneNumber', { ...place, Sid: sid });
    if (number === SECOND) await call('DeletePhoneNumber', { ...place, Sid: sid });
  }
  await call('ListPhoneNumber', place, { PageSize: 1 });
  const { sid: code } = await declareShortCode(conformance, '54321');
  await call('CreateShortCode', place, { ShortCodeSid: code });
  await call('FetchShortCode', { ...place, Sid: code });
  await call('ListShortCode', place);
  await call('DeleteShortCode', { ...place, Sid: code });
}

async function playLetters(conformance: Conformance, service: string): Promise<void> {
  const call = conformance.callerOf('messaging_v1');
  const place = { ServiceSid: service };
  const letters = await call('CreateAlphaSender', place, { AlphaSender: 'Parley' });
  await call('FetchAlphaSender', { ...place, Sid: letters.sid });
  await call('ListAlphaSender', place);
  await call('DeleteAlphaSender', { ...place, Sid: letters.sid });
  const german = await call('CreateDestinationAlphaSender', place, {
    AlphaSender: 'Parley',
    IsoCountryCode: 'DE',
  });
  await call('FetchDestinationAlphaSender', { ...place, Sid: german.sid });
  await call('ListDestinationAlphaSender', place, { IsoCountryCode: 'DE' });
  await call('DeleteDestinationAlphaSender', { ...place, Sid: german.sid });
}

async function playChannels(conformance: Conformance, service: string): Promise<void> {
  const call = conformance.callerOf('messaging_v1');
  const place = { MessagingServiceSid: service };
  const senders = conformance.callerOf('messaging_v2');
  const { sid: sender } = await senders(
    'CreateChannelsSender',
    {},
    {
      sender_id: 'whatsapp:+12025550183',
      friendly_name: 'Front desk',
      configuration: { waba_id: '12345678912345', verification_method: 'sms' },
      webhook: { callback_url: 'https://example.com/in', callback_method: 'POST' },
      profile: { name: 'Parley', about: 'Messages', emails: [{ email: 'a@example.com', label: 'Desk' }] },
    },
  );
  const { sid: page } = await senders('CreateChannelsSender', {}, { sender_id: 'messenger:1047945319' });
  await senders('FetchChannelsSender', { Sid: sender });
  await senders('ListChannelsSender', {}, { Channel: 'whatsapp', PageSize: 1 });
  await senders('UpdateChannelsSender', { Sid: sender }, { profile: { about: 'Answers' } });
  for (const sid of [sender, page]) await call('CreateChannelSender', place, { Sid: sid });
  await call('FetchChannelSender', { ...place, Sid: sender });
  await call('ListChannelSender', place);
  await call('DeleteChannelSender', { ...place, Sid: page });
  await senders('DeleteChannelsSender', { Sid: page });
}
