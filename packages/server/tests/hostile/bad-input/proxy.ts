// Mistakes in requests to Proxy.
import { refused } from './row.ts';

const SERVICE = '/proxy/v1/Services/{KS}';
const FOREIGN = '/proxy/v1/Services/{other:KS}';
const SESSIONS = `${SERVICE}/Sessions`;
const SESSION = `${SESSIONS}/{KC}`;
const EMPTY = `POST ${SESSIONS}/{KC3}/Participants`;
const UNKNOWN = '404/20404';
const participants = (...list: unknown[]) => ({ Participants: list.map((one) => JSON.stringify(one)) });
const CUSTOMER = { Identifier: '+14155550199' };

const services = [
  refused('a service without a name', 'POST /proxy/v1/Services', {}, '400/20001 UniqueName'),
  refused(
    'a service with a long name',
    'POST /proxy/v1/Services',
    { UniqueName: 'x'.repeat(192) },
    '400/20001 UniqueName',
  ),
  refused(
    'a service with two names',
    'POST /proxy/v1/Services',
    { UniqueName: ['a', 'b'] },
    '400/20001 UniqueName',
  ),
  refused(
    'a negative time to live',
    'POST /proxy/v1/Services',
    { UniqueName: 'x', DefaultTtl: '-1' },
    '400/20001 DefaultTtl',
  ),
  refused(
    'an endless time to live',
    'POST /proxy/v1/Services',
    { UniqueName: 'x', DefaultTtl: '2147483648' },
    '400/20001 DefaultTtl',
  ),
  refused(
    'an unknown match level',
    'POST /proxy/v1/Services',
    { UniqueName: 'x', GeoMatchLevel: 'planet' },
    '400/20001 GeoMatchLevel',
  ),
  refused(
    'an unknown number selection',
    'POST /proxy/v1/Services',
    { UniqueName: 'x', NumberSelectionBehavior: 'random' },
    '400/20001 NumberSelectionBehavior',
  ),
  refused(
    'a callback that is no URL',
    'POST /proxy/v1/Services',
    { UniqueName: 'x', CallbackUrl: 'x' },
    '400/20001 CallbackUrl',
  ),
  refused(
    'an intercept callback of another scheme',
    'POST /proxy/v1/Services',
    { UniqueName: 'x', InterceptCallbackUrl: 'gopher://x' },
    '400/20001 InterceptCallbackUrl',
  ),
  refused(
    'a chat service that is none',
    'POST /proxy/v1/Services',
    { UniqueName: 'x', ChatInstanceSid: '{CH}' },
    '400/20001 ChatInstanceSid',
  ),
  refused(
    'a chat service that does not exist',
    'POST /proxy/v1/Services',
    { UniqueName: 'x', ChatInstanceSid: '{no:IS}' },
    '400/80306 ChatInstanceSid',
  ),
  refused(
    'a foreign chat service',
    'POST /proxy/v1/Services',
    { UniqueName: 'x', ChatInstanceSid: '{other:IS}' },
    '400/80306 ChatInstanceSid',
  ),
  refused(
    'an update to a foreign chat service',
    `POST ${SERVICE}`,
    { ChatInstanceSid: '{other:IS}' },
    '400/80306 ChatInstanceSid',
  ),
  refused('a foreign service', `GET ${FOREIGN}`, null, UNKNOWN),
  refused('an update of a foreign service', `POST ${FOREIGN}`, { DefaultTtl: '1' }, UNKNOWN),
  refused('a removal of a foreign service', `DELETE ${FOREIGN}`, null, UNKNOWN),
];

const numbers = [
  refused('a number that is not named', `POST ${SERVICE}/PhoneNumbers`, {}, '400/20001 Sid'),
  refused('a number by a SID that is none', `POST ${SERVICE}/PhoneNumbers`, { Sid: '{CH}' }, '400/20001 Sid'),
  refused('a number nobody has', `POST ${SERVICE}/PhoneNumbers`, { Sid: '{no:PN}' }, '400/80606 Sid'),
  refused('a foreign number', `POST ${SERVICE}/PhoneNumbers`, { Sid: '{other:PN2}' }, '400/80606 Sid'),
  refused(
    'a number in E.164 nobody has',
    `POST ${SERVICE}/PhoneNumbers`,
    { PhoneNumber: '+14155559999' },
    '400/80606 PhoneNumber',
  ),
  refused('a number that is in the pool', `POST ${SERVICE}/PhoneNumbers`, { Sid: '{PN}' }, '400/80104'),
  refused(
    'a number that is in another pool',
    'POST /proxy/v1/Services/{KS2}/PhoneNumbers',
    { Sid: '{PN}' },
    '400/80101',
  ),
  refused('a number for a foreign pool', `POST ${FOREIGN}/PhoneNumbers`, { Sid: '{PN2}' }, UNKNOWN),
  refused(
    'a reservation that is neither',
    `POST ${SERVICE}/PhoneNumbers/{PN}`,
    { IsReserved: 'maybe' },
    '400/20001 IsReserved',
  ),
  refused('a number that is in no pool', `GET ${SERVICE}/PhoneNumbers/{PN2}`, null, UNKNOWN),
  refused('a removal of a number that is in use', `DELETE ${SERVICE}/PhoneNumbers/{PN}`, null, '400/80611'),
  refused('a removal of a foreign number', `DELETE ${SERVICE}/PhoneNumbers/{other:PN}`, null, UNKNOWN),
];

const shortCodes = [
  refused('a short code that is not named', `POST ${SERVICE}/ShortCodes`, {}, '400/20001 Sid'),
  refused('a number for a short code', `POST ${SERVICE}/ShortCodes`, { Sid: '{PN}' }, '400/20001 Sid'),
  refused('a short code nobody has', `POST ${SERVICE}/ShortCodes`, { Sid: '{no:SC}' }, '400/80606 Sid'),
  refused('a short code for a foreign pool', `POST ${FOREIGN}/ShortCodes`, { Sid: '{no:SC}' }, UNKNOWN),
  refused('a number among the short codes', `GET ${SERVICE}/ShortCodes/{PN}`, null, UNKNOWN),
  refused(
    'an update of a number as a short code',
    `POST ${SERVICE}/ShortCodes/{PN}`,
    { IsReserved: 'true' },
    UNKNOWN,
  ),
  refused('a removal of a number as a short code', `DELETE ${SERVICE}/ShortCodes/{PN}`, null, UNKNOWN),
];

const sessions = [
  refused('a session in a foreign service', `POST ${FOREIGN}/Sessions`, {}, UNKNOWN),
  refused(
    'a session with a long name',
    `POST ${SESSIONS}`,
    { UniqueName: 'x'.repeat(192) },
    '400/20001 UniqueName',
  ),
  refused('a session of an unknown mode', `POST ${SESSIONS}`, { Mode: 'telepathy' }, '400/20001 Mode'),
  refused('a session with an unknown status', `POST ${SESSIONS}`, { Status: 'ajar' }, '400/20001 Status'),
  refused(
    'a session that has failed before it began',
    `POST ${SESSIONS}`,
    { Status: 'failed' },
    '400/20001 Status',
  ),
  refused('a session with a time to live in words', `POST ${SESSIONS}`, { Ttl: 'an hour' }, '400/20001 Ttl'),
  refused(
    'a session that ends on no date',
    `POST ${SESSIONS}`,
    { DateExpiry: 'never' },
    '400/20001 DateExpiry',
  ),
  refused(
    'a session that ended long ago',
    `POST ${SESSIONS}`,
    { DateExpiry: '2001-01-01T00:00:00Z' },
    '400/20001 DateExpiry',
  ),
  refused(
    'a session with broken participants',
    `POST ${SESSIONS}`,
    { Participants: '{"Identifier":' },
    '400/20001 Participants',
  ),
  refused(
    'a session with a word for a participant',
    `POST ${SESSIONS}`,
    { Participants: '"+14155550199"' },
    '400/20001 Participants',
  ),
  refused(
    'a session with a number for a participant',
    `POST ${SESSIONS}`,
    { Participants: '7' },
    '400/20001 Participants',
  ),
  refused(
    'a session with a list in a list',
    `POST ${SESSIONS}`,
    { Participants: '[[{}]]' },
    '400/20001 Participants',
  ),
  refused(
    'a session with lists nested 100,000 deep',
    `POST ${SESSIONS}`,
    { Participants: '['.repeat(100_000) + ']'.repeat(100_000) },
    '400/20001 Participants',
  ),
  refused(
    'a session with a participant without identifier',
    `POST ${SESSIONS}`,
    participants({ FriendlyName: 'x' }),
    '400/20001 Participants.Identifier',
  ),
  refused(
    'a session with an object for an identifier',
    `POST ${SESSIONS}`,
    participants({ Identifier: { $ne: '' } }),
    '400/20001 Participants',
  ),
  refused(
    'a session with a NUL in an identifier',
    `POST ${SESSIONS}`,
    participants({ Identifier: 'a\0b' }),
    '400/20001 Participants',
  ),
  refused(
    'a session with a long identifier',
    `POST ${SESSIONS}`,
    participants({ Identifier: '1'.repeat(192) }),
    '400/20001 Participants',
  ),
  refused(
    'a session with a number SID that is none',
    `POST ${SESSIONS}`,
    participants({ ...CUSTOMER, ProxyIdentifierSid: 'PN1' }),
    '400/20001 Participants',
  ),
  refused(
    'a session with an identifier that is no number',
    `POST ${SESSIONS}`,
    participants({ Identifier: 'John' }),
    '400/80404',
  ),
  refused(
    'a session with a lone surrogate for an identifier',
    `POST ${SESSIONS}`,
    { Participants: '{"Identifier":"\\ud800"}' },
    '400/80404',
  ),
  refused(
    'a session with three participants',
    `POST ${SESSIONS}`,
    participants(CUSTOMER, { Identifier: '+14155550198' }, { Identifier: '+14155550197' }),
    '400/80609',
  ),
  refused(
    'a session with one participant twice',
    `POST ${SESSIONS}`,
    participants(CUSTOMER, CUSTOMER),
    '400/80103',
  ),
  refused(
    'a closed session with a participant',
    `POST ${SESSIONS}`,
    { Status: 'closed', ...participants(CUSTOMER) },
    '400/80607',
  ),
  refused(
    'a session with a channel that can be called',
    `POST ${SESSIONS}`,
    { Participants: '{"Identifier":"whatsapp:+14155550199"}' },
    '400/80616',
  ),
  refused(
    'a session with a channel that does not exist',
    `POST ${SESSIONS}`,
    { Mode: 'message-only', Participants: `{"Identifier":"CH${'0'.repeat(32)}"}` },
    '400/80618',
  ),
  refused(
    'a session with a number of no pool',
    `POST ${SESSIONS}`,
    participants({ ...CUSTOMER, ProxyIdentifier: '+14155559999' }),
    '400/80606',
  ),
  refused(
    'a session in a service without numbers',
    'POST /proxy/v1/Services/{KS2}/Sessions',
    participants(CUSTOMER),
    '400/80208',
  ),
  refused('a foreign session', `GET ${SESSIONS}/{other:KC}`, null, UNKNOWN),
  refused('a foreign session at its own address', `GET ${FOREIGN}/Sessions/{other:KC}`, null, UNKNOWN),
  refused('a session by its name', `GET ${SESSIONS}/session`, null, UNKNOWN),
  refused('an unknown status for a session', `POST ${SESSION}`, { Status: 'ajar' }, '400/20001 Status'),
  refused('a session that is to fail', `POST ${SESSION}`, { Status: 'failed' }, '400/80608'),
  refused('a closed session that is to be open', `POST ${SESSIONS}/{KC2}`, { Status: 'open' }, '400/80608'),
  refused('a running session that is to be open', `POST ${SESSIONS}/{KC6}`, { Status: 'open' }, '400/80608'),
  refused(
    'a session that is to have ended',
    `POST ${SESSION}`,
    { DateExpiry: '2001-01-01T00:00:00Z' },
    '400/20001 DateExpiry',
  ),
  refused(
    'a session with an endless time to live',
    `POST ${SESSION}`,
    { Ttl: '99999999999' },
    '400/20001 Ttl',
  ),
  refused('an update of a foreign session', `POST ${SESSIONS}/{other:KC}`, { Status: 'closed' }, UNKNOWN),
  refused('a removal of a foreign session', `DELETE ${SESSIONS}/{other:KC}`, null, UNKNOWN),
];

const inSessions = [
  refused('a participant without identifier', EMPTY, { FriendlyName: 'x' }, '400/20001 Identifier'),
  refused('a participant with two identifiers', EMPTY, { Identifier: ['a', 'b'] }, '400/20001 Identifier'),
  refused(
    'a participant with a long identifier',
    EMPTY,
    { Identifier: '1'.repeat(192) },
    '400/20001 Identifier',
  ),
  refused(
    'a participant with a long name',
    EMPTY,
    { ...CUSTOMER, FriendlyName: 'x'.repeat(256) },
    '400/20001 FriendlyName',
  ),
  refused('a participant that is no number', EMPTY, { Identifier: 'John' }, '400/80404'),
  refused('a participant with a fantastic number', EMPTY, { Identifier: '+999123' }, '400/80404'),
  refused('a participant of a session with two', `POST ${SESSION}/Participants`, CUSTOMER, '400/80609'),
  refused(
    'a participant that is in the session',
    `POST ${SESSION}/Participants`,
    { Identifier: '{tel:11}' },
    '400/80103',
  ),
  refused('a participant of a closed session', `POST ${SESSIONS}/{KC2}/Participants`, CUSTOMER, '400/80607'),
  refused('a chat channel in a session for calls', EMPTY, { Identifier: '{CH}' }, '400/80616'),
  refused(
    'a number of ours that is foreign',
    EMPTY,
    { ...CUSTOMER, ProxyIdentifierSid: '{other:PN}' },
    '400/80606 ProxyIdentifierSid',
  ),
  refused(
    'a number of ours that is not in the pool',
    EMPTY,
    { ...CUSTOMER, ProxyIdentifierSid: '{PN2}' },
    '400/80605 ProxyIdentifierSid',
  ),
  refused(
    'a number of ours that is none',
    EMPTY,
    { ...CUSTOMER, ProxyIdentifier: 'ours' },
    '400/80606 ProxyIdentifier',
  ),
  refused(
    'a pair that another session has',
    EMPTY,
    { Identifier: '{tel:11}', ProxyIdentifier: '{tel:0}' },
    '409/80604',
  ),
  refused(
    'a participant of a foreign session',
    `POST ${FOREIGN}/Sessions/{other:KC3}/Participants`,
    CUSTOMER,
    UNKNOWN,
  ),
  refused(
    'a participant of a foreign session through the own service',
    `POST ${SESSIONS}/{other:KC3}/Participants`,
    CUSTOMER,
    UNKNOWN,
  ),
  refused('a foreign participant', `GET ${SESSION}/Participants/{other:KP}`, null, UNKNOWN),
  refused('a participant of another session', `GET ${SESSIONS}/{KC2}/Participants/{KP}`, null, UNKNOWN),
  refused(
    'a removal of a participant of another session',
    `DELETE ${SESSIONS}/{KC2}/Participants/{KP}`,
    null,
    UNKNOWN,
  ),
  refused(
    'a message without content',
    `POST ${SESSION}/Participants/{KP}/MessageInteractions`,
    {},
    '400/80613',
  ),
  refused(
    'a message that is too long',
    `POST ${SESSION}/Participants/{KP}/MessageInteractions`,
    { Body: 'x'.repeat(1_601) },
    '400/20001 Body',
  ),
  refused(
    'a message with a medium that is no URL',
    `POST ${SESSION}/Participants/{KP}/MessageInteractions`,
    { MediaUrl: 'x' },
    '400/20001 MediaUrl',
  ),
  refused(
    'a message to a foreign participant',
    `POST ${SESSION}/Participants/{other:KP}/MessageInteractions`,
    { Body: 'x' },
    UNKNOWN,
  ),
  refused(
    'messages to a participant of another session',
    `GET ${SESSIONS}/{KC2}/Participants/{KP}/MessageInteractions`,
    null,
    UNKNOWN,
  ),
  refused('a foreign interaction', `GET ${SESSION}/Interactions/{other:KI}`, null, UNKNOWN),
  refused(
    'a removal of an interaction of another session',
    `DELETE ${SESSIONS}/{KC2}/Interactions/{KI}`,
    null,
    UNKNOWN,
  ),
];

export const proxy = [...services, ...numbers, ...shortCodes, ...sessions, ...inSessions];
