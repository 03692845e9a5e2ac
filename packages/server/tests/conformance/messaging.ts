// Messages of the 2010 API: numbers of the contact centre, texts out and in, their media and feedback.

import assert from 'node:assert/strict';
import { answerFrom } from '../support/handset.ts';
import { type Conformance, NOBODY } from './conformance.ts';
import { declareShortCode } from './short-codes.ts';

const CENTRE = '+15550100001';
const CUSTOMER = '+15550100077';

/** Performs every built operation of the 2010 API. */
export async function messaging(conformance: Conformance): Promise<void> {
  await playNumbers(conformance);
  await playMessages(conformance);
  await playKeys(conformance);
  await playShortCodes(conformance);
}

async function playKeys(conformance: Conformance): Promise<void> {
  const call = conformance.callerOf('api_v2010');
  const key = await call('CreateNewKey', {}, { FriendlyName: 'Token server' });
  const spare = await call('CreateNewKey', {}, {});
  await call('FetchKey', { Sid: key.sid });
  await call('ListKey', {}, { PageSize: 1 });
  await call('UpdateKey', { Sid: key.sid }, { FriendlyName: 'Desk' });
  await call('DeleteKey', { Sid: spare.sid });
}

async function playShortCodes(conformance: Conformance): Promise<void> {
  const call = conformance.callerOf('api_v2010');
  const { sid } = await declareShortCode(conformance, '12345');
  await call(
    'UpdateShortCode',
    { Sid: sid },
    { FriendlyName: 'Votes', SmsUrl: `${NOBODY}/sms`, SmsMethod: 'GET', SmsFallbackUrl: `${NOBODY}/again` },
  );
  await call('FetchShortCode', { Sid: sid });
  await call('ListShortCode', {}, { ShortCode: '12345', FriendlyName: 'Votes', PageSize: 1 });
}

async function playNumbers(conformance: Conformance): Promise<void> {
  const call = conformance.callerOf('api_v2010');
  const number = await call('CreateIncomingPhoneNumber', {}, { PhoneNumber: CENTRE });
  const spare = await call(
    'CreateIncomingPhoneNumber',
    {},
    {
      PhoneNumber: '+14155550123',
      FriendlyName: 'Sales line',
      SmsUrl: `${NOBODY}/sms`,
      SmsMethod: 'GET',
      SmsFallbackUrl: `${NOBODY}/fallback`,
      StatusCallback: `${NOBODY}/status`,
      VoiceUrl: `${NOBODY}/voice`,
      VoiceCallerIdLookup: true,
    },
  );
  await call('CreateIncomingPhoneNumber', {}, { AreaCode: '628' });
  await call('FetchIncomingPhoneNumber', { Sid: number.sid });
  await call('ListIncomingPhoneNumber', {}, { PageSize: 1 });
  await call('ListIncomingPhoneNumber', {}, { PhoneNumber: '+14155550123' });
  await call('UpdateIncomingPhoneNumber', { Sid: number.sid }, { FriendlyName: 'Front desk', SmsUrl: null });
  await call('DeleteIncomingPhoneNumber', { Sid: spare.sid });
}

async function playMessages(conformance: Conformance): Promise<void> {
  const call = conformance.callerOf('api_v2010');
  const { server } = conformance;
  const text = await call(
    'CreateMessage',
    {},
    {
      To: CUSTOMER,
      From: CENTRE,
      Body: 'Your order is on its way ✓',
      StatusCallback: `${NOBODY}/status`,
      ValidityPeriod: 600,
    },
  );
  const picture = await call(
    'CreateMessage',
    {},
    {
      To: CUSTOMER,
      From: CENTRE,
      MediaUrl: ['https://example.com/front.jpg', 'https://example.com/back.jpg'],
    },
  );
  const canceled = await call('CreateMessage', {}, { To: CUSTOMER, From: CENTRE, Body: 'Not needed' });
  await server.settled();
  await answerFrom(server, CUSTOMER, CENTRE, 'Thank you');
  await server.settled();
  await call('FetchMessage', { Sid: text.sid });
  await call('ListMessage', {}, { To: CUSTOMER });
  const received = await call('ListMessage', {}, { From: CUSTOMER, To: CENTRE });
  assert.equal(received.messages.length, 1, 'the answer from the phone is listed');
  await call(
    'ListMessage',
    {},
    { 'DateSent>': '2026-01-01', 'DateSent<': '2027-01-01T00:00:00Z', PageSize: 1 },
  );
  await call('UpdateMessage', { Sid: text.sid }, { Body: '' });
  await call('CreateMessageFeedback', { MessageSid: text.sid }, { Outcome: 'confirmed' });
  await call('ListMedia', { MessageSid: text.sid });
  const { media_list: pictures } = await call('ListMedia', { MessageSid: picture.sid });
  const [front, back] = pictures;
  await call('FetchMedia', { MessageSid: picture.sid, Sid: front.sid });
  await call('DeleteMedia', { MessageSid: picture.sid, Sid: back.sid });
  await call('DeleteMessage', { Sid: canceled.sid });
}
