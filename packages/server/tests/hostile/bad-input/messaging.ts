// Mistakes in requests to the 2010 API: texts and numbers.
import { refused } from './row.ts';

const ACCOUNT = '/api/2010-04-01/Accounts/{AC}';
const FOREIGN = '/api/2010-04-01/Accounts/{other:AC}';
const MESSAGES = `POST ${ACCOUNT}/Messages.json`;
const MESSAGE = `${ACCOUNT}/Messages/{SM}.json`;
const NUMBERS = `POST ${ACCOUNT}/IncomingPhoneNumbers.json`;
const NUMBER = `${ACCOUNT}/IncomingPhoneNumbers/{PN2}.json`;
const UNKNOWN = '404/20404';
const addressed = { From: '{tel:0}', To: '{tel:10}' };
const text = { ...addressed, Body: 'x' };

const sending = [
  refused('a text to nobody', MESSAGES, { From: '{tel:0}', Body: 'x' }, '400/21604 To'),
  refused('a text to an empty number', MESSAGES, { ...text, To: '' }, '400/21604 To'),
  refused('a text to a number without a plus', MESSAGES, { ...text, To: '14155550199' }, '400/21211 To'),
  refused('a text to a number of letters', MESSAGES, { ...text, To: '+1CALLNOW' }, '400/21211 To'),
  refused('a text to a short number', MESSAGES, { ...text, To: '+1' }, '400/21211 To'),
  refused(
    'a text to two numbers',
    MESSAGES,
    { ...text, To: ['+14155550199', '+14155550198'] },
    '400/20001 To',
  ),
  refused('a text to a long number', MESSAGES, { ...text, To: `+1${'5'.repeat(300)}` }, '400/20001 To'),
  refused(
    'a text to a number in an unknown channel',
    MESSAGES,
    { ...text, To: 'pigeon:+14155550199' },
    '400/21211 To',
  ),
  refused('a text from nobody', MESSAGES, { To: '{tel:10}', Body: 'x' }, '400/21603 From'),
  refused('a text from a number that is none', MESSAGES, { ...text, From: 'PARLEY' }, '400/21212 From'),
  refused('a text from a number nobody has', MESSAGES, { ...text, From: '+14155559999' }, '400/21606 From'),
  refused(
    'a text from a messaging service that does not exist',
    MESSAGES,
    { To: '{tel:10}', Body: 'x', MessagingServiceSid: '{no:MG}' },
    '404/21701',
  ),
  refused(
    'a text from a messaging service that is none',
    MESSAGES,
    { To: '{tel:10}', Body: 'x', MessagingServiceSid: 'MG1' },
    '400/21705 MessagingServiceSid',
  ),
  refused('a text to oneself', MESSAGES, { ...text, To: '{tel:0}' }, '400/21266 To'),
  refused('a text without content', MESSAGES, addressed, '400/21602 Body'),
  refused('a text that is too long', MESSAGES, { ...addressed, Body: 'x'.repeat(1_601) }, '400/21617 Body'),
  refused('a text with two bodies', MESSAGES, { ...addressed, Body: ['a', 'b'] }, '400/20001 Body'),
  refused(
    'a medium that is no URL',
    MESSAGES,
    { ...addressed, MediaUrl: 'picture.jpg' },
    '400/21620 MediaUrl',
  ),
  refused(
    'a medium of another scheme',
    MESSAGES,
    { ...addressed, MediaUrl: 'data:text/html,x' },
    '400/21620 MediaUrl',
  ),
  refused(
    'too many media',
    MESSAGES,
    { ...addressed, MediaUrl: Array<string>(11).fill('https://example.com/a.jpg') },
    '400/21623 MediaUrl',
  ),
  refused(
    'a callback that is no URL',
    MESSAGES,
    { ...text, StatusCallback: '/status' },
    '400/21609 StatusCallback',
  ),
  refused('a validity of nought', MESSAGES, { ...text, ValidityPeriod: '0' }, '400/21624 ValidityPeriod'),
  refused(
    'a validity of a week',
    MESSAGES,
    { ...text, ValidityPeriod: '604800' },
    '400/21624 ValidityPeriod',
  ),
  refused('a text of a foreign account', `POST ${FOREIGN}/Messages.json`, text, UNKNOWN),
  refused(
    'a text of an account that does not exist',
    'POST /api/2010-04-01/Accounts/{no:AC}/Messages.json',
    text,
    UNKNOWN,
  ),
];

const sent = [
  refused('texts of a foreign account', `GET ${FOREIGN}/Messages.json`, null, UNKNOWN),
  refused('texts sent on no date', `GET ${ACCOUNT}/Messages.json?DateSent=today`, null, '400/20001 DateSent'),
  refused(
    'texts sent before no date',
    `GET ${ACCOUNT}/Messages.json?DateSent%3C=x`,
    null,
    '400/20001 DateSent<',
  ),
  refused('a text that does not exist', `GET ${ACCOUNT}/Messages/{no:SM}.json`, null, UNKNOWN),
  refused('a foreign text', `GET ${ACCOUNT}/Messages/{other:SM}.json`, null, UNKNOWN),
  refused('a foreign text at its own address', `GET ${FOREIGN}/Messages/{other:SM}.json`, null, UNKNOWN),
  refused('a text without .json', `GET ${ACCOUNT}/Messages/{SM}`, null, UNKNOWN),
  refused('another body for a text that was sent', `POST ${MESSAGE}`, { Body: 'new' }, '400/20001 Body'),
  refused('an unknown status for a text', `POST ${MESSAGE}`, { Status: 'delivered' }, '400/20001 Status'),
  refused('a removal of a foreign text', `DELETE ${ACCOUNT}/Messages/{other:SM}.json`, null, UNKNOWN),
  refused('an update of a foreign text', `POST ${ACCOUNT}/Messages/{other:SM}.json`, { Body: '' }, UNKNOWN),
  refused('media of a foreign text', `GET ${ACCOUNT}/Messages/{other:SM}/Media.json`, null, UNKNOWN),
  refused(
    'feedback on a foreign text',
    `POST ${ACCOUNT}/Messages/{other:SM}/Feedback.json`,
    { Outcome: 'confirmed' },
    UNKNOWN,
  ),
  refused(
    'feedback that is none',
    `POST ${ACCOUNT}/Messages/{SM}/Feedback.json`,
    { Outcome: 'maybe' },
    '400/20001 Outcome',
  ),
];

const numbers = [
  refused('a number without digits', NUMBERS, {}, '400/20001 PhoneNumber'),
  refused('a number that is none', NUMBERS, { PhoneNumber: '555-0100' }, '400/21421 PhoneNumber'),
  refused(
    'a number that is too long',
    NUMBERS,
    { PhoneNumber: `+1${'5'.repeat(20)}` },
    '400/21421 PhoneNumber',
  ),
  refused('two numbers', NUMBERS, { PhoneNumber: ['+14155550188', '+14155550189'] }, '400/20001 PhoneNumber'),
  refused('a number somebody has', NUMBERS, { PhoneNumber: '{tel:0}' }, '400/21422'),
  refused('an area code of four digits', NUMBERS, { AreaCode: '4155' }, '400/20001 AreaCode'),
  refused('an area code that is a pattern', NUMBERS, { AreaCode: '41%' }, '400/20001 AreaCode'),
  refused(
    'a number with a long name',
    NUMBERS,
    { PhoneNumber: '+14155550188', FriendlyName: 'x'.repeat(65) },
    '400/20001 FriendlyName',
  ),
  refused(
    'a number with a URL that is none',
    NUMBERS,
    { PhoneNumber: '+14155550188', SmsUrl: 'ftp://example.com' },
    '400/20001 SmsUrl',
  ),
  refused(
    'a number with an unknown method',
    NUMBERS,
    { PhoneNumber: '+14155550188', SmsMethod: 'DELETE' },
    '400/20001 SmsMethod',
  ),
  refused(
    'a number with an application that is none',
    NUMBERS,
    { PhoneNumber: '+14155550188', SmsApplicationSid: '{SM}' },
    '400/20001 SmsApplicationSid',
  ),
  refused(
    'a number of a foreign account',
    `POST ${FOREIGN}/IncomingPhoneNumbers.json`,
    { PhoneNumber: '+14155550188' },
    UNKNOWN,
  ),
  refused('a number that does not exist', `GET ${ACCOUNT}/IncomingPhoneNumbers/{no:PN}.json`, null, UNKNOWN),
  refused('a foreign number', `GET ${ACCOUNT}/IncomingPhoneNumbers/{other:PN2}.json`, null, UNKNOWN),
  refused(
    'a move of a number to another account',
    `POST ${NUMBER}`,
    { AccountSid: '{other:AC}' },
    '400/20001 AccountSid',
  ),
  refused('an update to a URL that is none', `POST ${NUMBER}`, { SmsUrl: 'x' }, '400/20001 SmsUrl'),
  refused(
    'a release of a foreign number',
    `DELETE ${ACCOUNT}/IncomingPhoneNumbers/{other:PN2}.json`,
    null,
    UNKNOWN,
  ),
];

const SERVICES = 'POST /messaging/v1/Services';
const SERVICE = '/messaging/v1/Services/{MG}';
const FOREIGN_SERVICE = '/messaging/v1/Services/{other:MG}';
const later = { MessagingServiceSid: '{MG}', To: '{tel:10}', Body: 'x' };

const services = [
  refused('a service without a name', SERVICES, {}, '400/20001 FriendlyName'),
  refused('a service with a long name', SERVICES, { FriendlyName: 'x'.repeat(65) }, '400/20001 FriendlyName'),
  refused(
    'a service with a URL that is none',
    SERVICES,
    { FriendlyName: 'x', InboundRequestUrl: 'javascript:1' },
    '400/20001 InboundRequestUrl',
  ),
  refused(
    'a service that keeps texts for ever',
    SERVICES,
    { FriendlyName: 'x', ValidityPeriod: '99999999999999999999' },
    '400/20001 ValidityPeriod',
  ),
  refused('a service that does not exist', 'GET /messaging/v1/Services/{no:MG}', null, UNKNOWN),
  refused('a foreign service', `GET ${FOREIGN_SERVICE}`, null, UNKNOWN),
  refused('a removal of a foreign service', `DELETE ${FOREIGN_SERVICE}`, null, UNKNOWN),
  refused('no number for a service', `POST ${SERVICE}/PhoneNumbers`, {}, '400/20001 PhoneNumberSid'),
  refused(
    'a foreign number for a service',
    `POST ${SERVICE}/PhoneNumbers`,
    { PhoneNumberSid: '{other:PN}' },
    '400/21421 PhoneNumberSid',
  ),
  refused(
    'a short code for a number of a service',
    `POST ${SERVICE}/PhoneNumbers`,
    { PhoneNumberSid: '{SC}' },
    '400/20001 PhoneNumberSid',
  ),
  refused('a number twice', `POST ${SERVICE}/PhoneNumbers`, { PhoneNumberSid: '{PN3}' }, '409/21710'),
  refused(
    'letters that are none',
    `POST ${SERVICE}/AlphaSenders`,
    { AlphaSender: '12345' },
    '400/20001 AlphaSender',
  ),
  refused(
    'letters for a country that is none',
    `POST ${SERVICE}/DestinationAlphaSenders`,
    { AlphaSender: 'ABC', IsoCountryCode: 'D%' },
    '400/20001 IsoCountryCode',
  ),
  refused(
    'a foreign sender of a channel',
    `POST ${SERVICE}/ChannelSenders`,
    { Sid: '{other:XE}' },
    '400/63007 Sid',
  ),
  refused(
    'a word that never matches',
    `POST ${SERVICE}/OptOutSettings`,
    { StopWords: '...' },
    '400/20001 StopWords',
  ),
];

const later2010 = [
  refused(
    'a text for later without a time',
    MESSAGES,
    { ...later, ScheduleType: 'fixed' },
    '400/35111 SendAt',
  ),
  refused(
    'a text for yesterday',
    MESSAGES,
    { ...later, ScheduleType: 'fixed', SendAt: '2020-01-01T00:00:00Z' },
    '400/35114 SendAt',
  ),
  refused(
    'a text for no time',
    MESSAGES,
    { ...later, ScheduleType: 'fixed', SendAt: 'soon' },
    '400/35112 SendAt',
  ),
  refused(
    'a text for later without a service',
    MESSAGES,
    { ...text, ScheduleType: 'fixed', SendAt: '2026-07-01T00:00:00Z' },
    '400/35118 MessagingServiceSid',
  ),
  refused(
    'a text of a foreign service',
    MESSAGES,
    { To: '{tel:10}', Body: 'x', MessagingServiceSid: '{other:MG}' },
    '404/21701 MessagingServiceSid',
  ),
  refused('media that do not exist', `GET ${ACCOUNT}/Messages/{SM}/Media/{no:ME}.json`, null, UNKNOWN),
  refused('a short code of letters', `POST ${ACCOUNT}/SMS/ShortCodes.json`, { ShortCode: 'x' }, '400/21421'),
  refused('a foreign short code', `GET ${ACCOUNT}/SMS/ShortCodes/{other:SC}.json`, null, UNKNOWN),
];

const RULES = 'POST /messaging/v1/SendingRules';
const CONSENTS = 'POST /messaging/v1/Consents';
const consent = { Contact: '{tel:19}', Sender: '{tel:0}', Status: 'opt-out' };

const additions = [
  refused('a consent of nobody', CONSENTS, { ...consent, Contact: 'me' }, '400/21211 Contact'),
  refused(
    'a consent with a foreign sender',
    CONSENTS,
    { ...consent, Sender: '{other:MG}' },
    '404/21701 Sender',
  ),
  refused('a consent that is neither', CONSENTS, { ...consent, Status: 'perhaps' }, '400/20001 Status'),
  refused(
    'a consent of tomorrow',
    CONSENTS,
    { ...consent, DateOfConsent: '2100-01-01' },
    '400/20001 DateOfConsent',
  ),
  refused('changes of a foreign consent', 'GET /messaging/v1/Consents/{other:CN}/Changes', null, UNKNOWN),
  refused('rules about nobody', RULES, { Subject: 'nobody', DailyCap: '1' }, '400/20001 Subject'),
  refused('rules about a foreign service', RULES, { Subject: '{other:MG}' }, '400/20001 Subject'),
  refused('half a night', RULES, { Subject: '{tel:0}', QuietStart: '21:00' }, '400/20001 QuietEnd'),
  refused(
    'a night without an hour',
    RULES,
    { Subject: '{tel:0}', QuietStart: '9pm', QuietEnd: '8am' },
    '400/20001 QuietStart',
  ),
  refused('rules twice', RULES, { Subject: '{MG}', DailyCap: '5' }, '409/99103 Subject'),
  refused('foreign rules', 'GET /messaging/v1/SendingRules/{other:QR}', null, UNKNOWN),
];

export const messaging = [...sending, ...sent, ...numbers, ...services, ...later2010, ...additions];
