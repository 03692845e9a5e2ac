// Mistakes in requests about conversations, their participants, messages and receipts, and about looking them up.
import { refused } from './row.ts';

const V1 = '/conversations/v1';
const SERVICE = `${V1}/Services/{IS3}`;
const CONVERSATIONS = `${V1}/Conversations`;
const CONVERSATION = `${CONVERSATIONS}/{CH3}`;
const PARTICIPANTS = `${CONVERSATION}/Participants`;
const MESSAGES = `${CONVERSATION}/Messages`;
const TOGETHER = `${V1}/ConversationWithParticipants`;
const UNKNOWN = '404/20404';
const ADDRESS = 'MessagingBinding.Address';
const PROXY = 'MessagingBinding.ProxyAddress';
const PROJECTED = 'MessagingBinding.ProjectedAddress';
const CUSTOMER = '+14155559999';
const long = (length: number) => 'x'.repeat(length);
const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const conversations = [
  refused(
    'a conversation in a foreign service',
    `POST ${V1}/Services/{other:IS3}/Conversations`,
    {},
    UNKNOWN,
  ),
  refused('a conversation in no service', `POST ${V1}/Services/{no:IS}/Conversations`, {}, UNKNOWN),
  refused(
    'conversations of a foreign service',
    `GET ${V1}/Services/{other:IS3}/Conversations`,
    null,
    UNKNOWN,
  ),
  refused('a conversation with broken attributes', `POST ${CONVERSATIONS}`, { Attributes: '{' }, '400/50304'),
  refused(
    'a conversation with long attributes',
    `POST ${CONVERSATIONS}`,
    { Attributes: JSON.stringify(long(16_384)) },
    '400/50303',
  ),
  refused(
    'a conversation with attributes nested 16,000 deep',
    `POST ${CONVERSATIONS}`,
    { Attributes: deep(8_000) },
    '400/50304',
  ),
  refused(
    'a conversation with two names',
    `POST ${CONVERSATIONS}`,
    { FriendlyName: ['a', 'b'] },
    '400/20001 FriendlyName',
  ),
  refused(
    'a conversation with a long name',
    `POST ${CONVERSATIONS}`,
    { FriendlyName: long(257) },
    '400/20001 FriendlyName',
  ),
  refused(
    'a conversation with a long unique name',
    `POST ${CONVERSATIONS}`,
    { UniqueName: long(257) },
    '400/20001 UniqueName',
  ),
  refused(
    'a conversation with a SID for a unique name',
    `POST ${CONVERSATIONS}`,
    { UniqueName: '{no:CH}' },
    '400/50390',
  ),
  refused(
    'a conversation with a messaging service that is none',
    `POST ${CONVERSATIONS}`,
    { MessagingServiceSid: '{IS3}' },
    '400/20001 MessagingServiceSid',
  ),
  refused(
    'a conversation with a foreign messaging service',
    `POST ${CONVERSATIONS}`,
    { MessagingServiceSid: '{other:MG}' },
    '400/20001 MessagingServiceSid',
  ),
  refused(
    'a conversation made on no date',
    `POST ${CONVERSATIONS}`,
    { DateCreated: 'yesterday' },
    '400/20001 DateCreated',
  ),
  refused('a conversation in no known state', `POST ${CONVERSATIONS}`, { State: 'asleep' }, '400/50378'),
  refused(
    'a conversation in two states',
    `POST ${CONVERSATIONS}`,
    { State: ['active', 'closed'] },
    '400/20001 State',
  ),
  refused('a conversation that begins closed', `POST ${CONVERSATIONS}`, { State: 'closed' }, '400/50384'),
  refused('timers without a state', `POST ${CONVERSATIONS}`, { 'Timers.Inactive': 'PT1M' }, '400/50382'),
  refused(
    'an inactive timer in words',
    `POST ${CONVERSATIONS}`,
    { State: 'active', 'Timers.Inactive': 'soon' },
    '400/50379',
  ),
  refused(
    'an inactive timer of a thousand years',
    `POST ${CONVERSATIONS}`,
    { State: 'active', 'Timers.Inactive': 'P1000Y' },
    '400/50379',
  ),
  refused(
    'a short inactive timer',
    `POST ${CONVERSATIONS}`,
    { State: 'active', 'Timers.Inactive': 'PT59.9S' },
    '400/50375',
  ),
  refused(
    'a closed timer without a number',
    `POST ${CONVERSATIONS}`,
    { State: 'active', 'Timers.Closed': 'PTM' },
    '400/50380',
  ),
  refused(
    'a short closed timer',
    `POST ${CONVERSATIONS}`,
    { State: 'active', 'Timers.Closed': 'PT9M' },
    '400/50376',
  ),
  refused('a conversation that does not exist', `GET ${CONVERSATIONS}/{no:CH}`, null, UNKNOWN),
  refused('a foreign conversation', `GET ${CONVERSATIONS}/{other:CH3}`, null, UNKNOWN),
  refused('a conversation of another service', `GET ${SERVICE}/Conversations/{CH3}`, null, UNKNOWN),
  refused('conversations in no known state', `GET ${CONVERSATIONS}?State=open`, null, '400/50378'),
  refused('conversations since no date', `GET ${CONVERSATIONS}?StartDate=soon`, null, '400/20001 StartDate'),
  refused('conversations until no date', `GET ${CONVERSATIONS}?EndDate=31`, null, '400/20001 EndDate'),
  refused(
    'an update of a foreign conversation',
    `POST ${CONVERSATIONS}/{other:CH3}`,
    { FriendlyName: 'x' },
    UNKNOWN,
  ),
  refused('an update back to initializing', `POST ${CONVERSATION}`, { State: 'initializing' }, '400/50378'),
  refused('an update to a short timer', `POST ${CONVERSATION}`, { 'Timers.Closed': 'PT1S' }, '400/50376'),
  refused('an update to a SID for a name', `POST ${CONVERSATION}`, { UniqueName: '{CH5}' }, '400/50390'),
  refused('a removal of a foreign conversation', `DELETE ${CONVERSATIONS}/{other:CH3}`, null, UNKNOWN),
];

const participants = [
  refused('a participant who is nobody', `POST ${PARTICIPANTS}`, {}, '400/50411'),
  refused('a participant with a proxy alone', `POST ${PARTICIPANTS}`, { [PROXY]: '{tel:0}' }, '400/50411'),
  refused(
    'a participant with an identity and an address',
    `POST ${PARTICIPANTS}`,
    { Identity: 'x', [ADDRESS]: CUSTOMER },
    '400/50211',
  ),
  refused(
    'a participant with a reserved identity',
    `POST ${PARTICIPANTS}`,
    { Identity: 'system' },
    '400/50203',
  ),
  refused(
    'a participant with a SID for an identity',
    `POST ${PARTICIPANTS}`,
    { Identity: '{no:US}' },
    '400/50206',
  ),
  refused(
    'a participant with two identities',
    `POST ${PARTICIPANTS}`,
    { Identity: ['a', 'b'] },
    '400/20001 Identity',
  ),
  refused(
    'a participant with a long identity',
    `POST ${PARTICIPANTS}`,
    { Identity: long(257) },
    '400/20001 Identity',
  ),
  refused(
    'a participant with a foreign role',
    `POST ${PARTICIPANTS}`,
    { Identity: 'x', RoleSid: '{other:RL3}' },
    '404/50100',
  ),
  refused(
    'a participant with a role of a service',
    `POST ${PARTICIPANTS}`,
    { Identity: 'x', RoleSid: '{RL4}' },
    '404/50100',
  ),
  refused(
    'a participant with broken attributes',
    `POST ${PARTICIPANTS}`,
    { Identity: 'x', Attributes: '{' },
    '400/50304',
  ),
  refused(
    'a participant with long attributes',
    `POST ${PARTICIPANTS}`,
    { Identity: 'x', Attributes: JSON.stringify(long(4_096)) },
    '400/50303',
  ),
  refused('an address that is none', `POST ${PARTICIPANTS}`, { [ADDRESS]: '12', [PROXY]: '+1' }, '400/50407'),
  refused(
    'an address that is too long',
    `POST ${PARTICIPANTS}`,
    { [ADDRESS]: `messenger:${long(300)}`, [PROXY]: 'messenger:1' },
    '400/50407',
  ),
  refused(
    'a proxy that is none',
    `POST ${PARTICIPANTS}`,
    { [ADDRESS]: CUSTOMER, [PROXY]: '12' },
    '400/50408',
  ),
  refused(
    'the same address twice',
    `POST ${PARTICIPANTS}`,
    { [ADDRESS]: CUSTOMER, [PROXY]: CUSTOMER },
    '400/50409',
  ),
  refused('an empty proxy', `POST ${PARTICIPANTS}`, { [ADDRESS]: CUSTOMER, [PROXY]: '' }, '400/50412'),
  refused(
    'a number nobody has',
    `POST ${PARTICIPANTS}`,
    { [ADDRESS]: CUSTOMER, [PROXY]: '+14155559998' },
    '400/50413',
  ),
  refused(
    'a WhatsApp number nobody has',
    `POST ${PARTICIPANTS}`,
    { [ADDRESS]: `whatsapp:${CUSTOMER}`, [PROXY]: 'whatsapp:+14155559998' },
    '400/50415',
  ),
  refused(
    'addresses of two channels',
    `POST ${PARTICIPANTS}`,
    { [ADDRESS]: 'messenger:1', [PROXY]: '+14155559998' },
    '400/50414',
  ),
  refused(
    'a projected address nobody has',
    `POST ${PARTICIPANTS}`,
    { Identity: 'x', [PROJECTED]: '+14155559998' },
    '400/50413',
  ),
  refused(
    'a participant in a foreign conversation',
    `POST ${CONVERSATIONS}/{other:CH3}/Participants`,
    { Identity: 'x' },
    UNKNOWN,
  ),
  refused('a participant that does not exist', `GET ${PARTICIPANTS}/{no:MB}`, null, UNKNOWN),
  refused('a foreign participant', `GET ${PARTICIPANTS}/{other:MB3}`, null, UNKNOWN),
  refused('a participant of another conversation', `GET ${PARTICIPANTS}/{MB5}`, null, UNKNOWN),
  refused(
    'a participant who read message -1',
    `POST ${PARTICIPANTS}/{MB3}`,
    { LastReadMessageIndex: '-1' },
    '400/20001 LastReadMessageIndex',
  ),
  refused(
    'a participant who read on no date',
    `POST ${PARTICIPANTS}/{MB3}`,
    { LastReadTimestamp: 'now' },
    '400/20001 LastReadTimestamp',
  ),
  refused('an identity for a phone', `POST ${PARTICIPANTS}/{MB3}`, { Identity: 'x' }, '400/50444'),
  refused(
    'a projected address for a phone',
    `POST ${PARTICIPANTS}/{MB3}`,
    { [PROJECTED]: CUSTOMER },
    '400/50443',
  ),
  refused(
    'a proxy for a chat participant',
    `POST ${PARTICIPANTS}/{MB33}`,
    { [PROXY]: CUSTOMER },
    '400/50441',
  ),
  refused('no proxy for a chat participant', `POST ${PARTICIPANTS}/{MB33}`, { [PROXY]: '' }, '400/50440'),
  refused('a removal of a foreign participant', `DELETE ${PARTICIPANTS}/{other:MB3}`, null, UNKNOWN),
];

const messages = [
  refused('a message that is too long', `POST ${MESSAGES}`, { Body: long(32_769) }, '400/50501'),
  refused('a message with two bodies', `POST ${MESSAGES}`, { Body: ['a', 'b'] }, '400/20001 Body'),
  refused(
    'a message with broken attributes',
    `POST ${MESSAGES}`,
    { Body: 'x', Attributes: '{' },
    '400/50304',
  ),
  refused('a message with a long subject', `POST ${MESSAGES}`, { Subject: long(257) }, '400/20001 Subject'),
  refused('a message by a long author', `POST ${MESSAGES}`, { Author: long(257) }, '400/20001 Author'),
  refused(
    'a message with a medium that is none',
    `POST ${MESSAGES}`,
    { MediaSid: '{CH3}' },
    '400/50510 MediaSid',
  ),
  refused(
    'a message with a medium nobody has',
    `POST ${MESSAGES}`,
    { MediaSid: `ME${'0'.repeat(32)}` },
    '404/50507',
  ),
  refused(
    'a message with two media at once',
    `POST ${MESSAGES}`,
    { MediaSid: [`ME${'0'.repeat(32)}`, `ME${'1'.repeat(32)}`] },
    '400/20001 MediaSid',
  ),
  refused(
    'a message with a template that is none',
    `POST ${MESSAGES}`,
    { ContentSid: 'x' },
    '400/50526 ContentSid',
  ),
  refused(
    'a message with values of no template',
    `POST ${MESSAGES}`,
    { ContentVariables: '{}' },
    '400/50528 ContentSid',
  ),
  refused(
    'a message with values that are no object',
    `POST ${MESSAGES}`,
    { ContentSid: `HX${'0'.repeat(32)}`, ContentVariables: '[]' },
    '400/50527 ContentVariables',
  ),
  refused(
    'a message with a template that does not exist',
    `POST ${MESSAGES}`,
    { ContentSid: '{no:HX}' },
    '400/50526 ContentSid',
  ),
  refused(
    'a message with a foreign template',
    `POST ${MESSAGES}`,
    { ContentSid: '{other:HX}' },
    '400/50526 ContentSid',
  ),
  refused(
    'a message in a foreign conversation',
    `POST ${CONVERSATIONS}/{other:CH3}/Messages`,
    { Body: 'x' },
    UNKNOWN,
  ),
  refused(
    'a message in a conversation of another service',
    `POST ${SERVICE}/Conversations/{CH3}/Messages`,
    { Body: 'x' },
    UNKNOWN,
  ),
  refused('a message in no conversation', `POST ${CONVERSATIONS}/nothing/Messages`, { Body: 'x' }, UNKNOWN),
  refused('messages in an unknown order', `GET ${MESSAGES}?Order=random`, null, '400/20001 Order'),
  refused('a message by its index', `GET ${MESSAGES}/0`, null, UNKNOWN),
  refused('a message of another conversation', `GET ${MESSAGES}/{IM5}`, null, UNKNOWN),
  refused('an update of a foreign message', `POST ${MESSAGES}/{other:IM3}`, { Body: 'x' }, UNKNOWN),
  refused('a removal of a foreign message', `DELETE ${MESSAGES}/{other:IM3}`, null, UNKNOWN),
  refused('receipts of a foreign message', `GET ${MESSAGES}/{other:IM3}/Receipts`, null, UNKNOWN),
  refused('a receipt of another message', `GET ${MESSAGES}/{IM3}/Receipts/{DY5}`, null, UNKNOWN),
  refused('a receipt that does not exist', `GET ${MESSAGES}/{IM3}/Receipts/{no:DY}`, null, UNKNOWN),
];

const lookups = [
  refused('a lookup of nobody', `GET ${V1}/ParticipantConversations`, null, '400/20001 Identity'),
  refused(
    'a lookup by two keys',
    `GET ${V1}/ParticipantConversations?Identity=x&Address=%2B14155559999`,
    null,
    '400/50451',
  ),
  refused(
    'a lookup in a foreign service',
    `GET ${V1}/Services/{other:IS3}/ParticipantConversations?Identity=x`,
    null,
    UNKNOWN,
  ),
  refused('a list of people that is no JSON', `POST ${TOGETHER}`, { Participant: '{' }, '400/50424'),
  refused('a list of people that holds a list', `POST ${TOGETHER}`, { Participant: '[]' }, '400/50424'),
  refused(
    'a list of people nested 16,000 deep',
    `POST ${TOGETHER}`,
    { Participant: `{"identity":${deep(8_000)}}` },
    '400/50424',
  ),
  refused(
    'a list of eleven people',
    `POST ${TOGETHER}`,
    { Participant: Array.from({ length: 11 }, (_, at) => `{"identity":"${at}"}`) },
    '400/50426',
  ),
  refused('a list with nobody in it', `POST ${TOGETHER}`, { Participant: '{}' }, '400/50411'),
  refused(
    'a list with a number for a name',
    `POST ${TOGETHER}`,
    { Participant: '{"identity":1}' },
    '400/20001 Identity',
  ),
  refused(
    'a list with the same person twice',
    `POST ${TOGETHER}`,
    { Participant: ['{"identity":"x"}', '{"identity":"x"}'] },
    '409/50433',
  ),
  refused(
    'people for a conversation that begins closed',
    `POST ${TOGETHER}`,
    { State: 'closed', Participant: '{"identity":"x"}' },
    '400/50384',
  ),
];

export const conversationMistakes = [...conversations, ...participants, ...messages, ...lookups];
