// Mistakes in requests about channels, members and messages of Programmable Chat.
import { refused } from './row.ts';

const SERVICE = '/chat/v2/Services/{IS}';
const CHANNELS = `${SERVICE}/Channels`;
const CHANNEL = `${CHANNELS}/{CH}`;
const UNKNOWN = '404/20404';
const long = (length: number) => 'x'.repeat(length);
const deep = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;

const channels = [
  refused(
    'a channel in a service that does not exist',
    'POST /chat/v2/Services/{no:IS}/Channels',
    {},
    UNKNOWN,
  ),
  refused('a channel in a foreign service', 'POST /chat/v2/Services/{other:IS}/Channels', {}, UNKNOWN),
  refused('channels of a foreign service', 'GET /chat/v2/Services/{other:IS}/Channels', null, UNKNOWN),
  refused(
    'a channel with broken attributes',
    `POST ${CHANNELS}`,
    { Attributes: '{"a":' },
    '400/50304 Attributes',
  ),
  refused(
    'a channel with a list for attributes',
    `POST ${CHANNELS}`,
    { Attributes: '[]' },
    '400/50304 Attributes',
  ),
  refused(
    'a channel with null for attributes',
    `POST ${CHANNELS}`,
    { Attributes: 'null' },
    '400/50304 Attributes',
  ),
  refused(
    'a channel with a number for attributes',
    `POST ${CHANNELS}`,
    { Attributes: '1' },
    '400/50304 Attributes',
  ),
  refused(
    'a channel with two attributes',
    `POST ${CHANNELS}`,
    { Attributes: ['{}', '{}'] },
    '400/20001 Attributes',
  ),
  refused(
    'a channel with long attributes',
    `POST ${CHANNELS}`,
    { Attributes: JSON.stringify({ a: long(32_768) }) },
    '400/50303 Attributes',
  ),
  refused(
    'a channel with attributes nested 16,000 deep',
    `POST ${CHANNELS}`,
    { Attributes: deep(16_000) },
    '400/50304 Attributes',
  ),
  refused('a channel of an unknown type', `POST ${CHANNELS}`, { Type: 'secret' }, '400/20001 Type'),
  refused('a channel of two types', `POST ${CHANNELS}`, { Type: ['public', 'private'] }, '400/20001 Type'),
  refused(
    'a channel with a long unique name',
    `POST ${CHANNELS}`,
    { UniqueName: long(257) },
    '400/20001 UniqueName',
  ),
  refused(
    'a channel with a SID for a unique name',
    `POST ${CHANNELS}`,
    { UniqueName: '{no:CH}' },
    '400/50306',
  ),
  refused(
    'a channel created on no date',
    `POST ${CHANNELS}`,
    { DateCreated: 'yesterday' },
    '400/20001 DateCreated',
  ),
  refused(
    'a channel created on the 32nd',
    `POST ${CHANNELS}`,
    { DateCreated: '2026-01-32T00:00:00Z' },
    '400/20001 DateCreated',
  ),
  refused(
    'a channel by the name of another service',
    'GET /chat/v2/Services/{IS2}/Channels/{CH}',
    null,
    UNKNOWN,
  ),
  refused('a channel that does not exist', `GET ${CHANNELS}/{no:CH}`, null, UNKNOWN),
  refused('channels of an unknown type', `GET ${CHANNELS}?Type=secret`, null, '400/20001 Type'),
  refused(
    'an update of a foreign channel',
    'POST /chat/v2/Services/{other:IS}/Channels/{other:CH}',
    { FriendlyName: 'x' },
    UNKNOWN,
  ),
  refused(
    'an update of a foreign channel through the own service',
    `POST ${CHANNELS}/{other:CH}`,
    { FriendlyName: 'x' },
    UNKNOWN,
  ),
  refused('a removal of a foreign channel', `DELETE ${CHANNELS}/{other:CH}`, null, UNKNOWN),
  refused('an update to a SID for a unique name', `POST ${CHANNEL}`, { UniqueName: '{no:CH}' }, '400/50306'),
];

const members = [
  refused('a member without an identity', `POST ${CHANNEL}/Members`, {}, '400/20001 Identity'),
  refused(
    'a member with two identities',
    `POST ${CHANNEL}/Members`,
    { Identity: ['a', 'b'] },
    '400/20001 Identity',
  ),
  refused(
    'a member with a reserved identity',
    `POST ${CHANNEL}/Members`,
    { Identity: 'system' },
    '400/50203',
  ),
  refused(
    'a member with a SID for an identity',
    `POST ${CHANNEL}/Members`,
    { Identity: '{no:US}' },
    '400/50206',
  ),
  refused(
    'a member with a deployment role',
    `POST ${CHANNEL}/Members`,
    { Identity: 'x', RoleSid: '{RL2}' },
    '404/50100',
  ),
  refused(
    'a member with a foreign role',
    `POST ${CHANNEL}/Members`,
    { Identity: 'x', RoleSid: '{other:RL}' },
    '404/50100',
  ),
  refused(
    'a member of a channel that does not exist',
    `POST ${CHANNELS}/nothing/Members`,
    { Identity: 'x' },
    UNKNOWN,
  ),
  refused(
    'a member that read message -1',
    `POST ${CHANNEL}/Members/{MB}`,
    { LastConsumedMessageIndex: '-1' },
    '400/20001 LastConsumedMessageIndex',
  ),
  refused(
    'a member that read half a message',
    `POST ${CHANNEL}/Members/{MB}`,
    { LastConsumedMessageIndex: '0.5' },
    '400/20001 LastConsumedMessageIndex',
  ),
  refused(
    'a member that read on no date',
    `POST ${CHANNEL}/Members/{MB}`,
    { LastConsumptionTimestamp: '1' },
    '400/20001 LastConsumptionTimestamp',
  ),
  refused('a member that does not exist', `GET ${CHANNEL}/Members/nobody`, null, UNKNOWN),
  refused('a member of another channel', `GET ${CHANNELS}/{CH2}/Members/{MB}`, null, UNKNOWN),
  refused('a removal of a foreign member', `DELETE ${CHANNEL}/Members/{other:MB}`, null, UNKNOWN),
];

const messages = [
  refused('a message that is too long', `POST ${CHANNEL}/Messages`, { Body: long(32_769) }, '400/50501 Body'),
  refused('a message with two bodies', `POST ${CHANNEL}/Messages`, { Body: ['a', 'b'] }, '400/20001 Body'),
  refused(
    'a message with broken attributes',
    `POST ${CHANNEL}/Messages`,
    { Body: 'x', Attributes: 'true' },
    '400/50304 Attributes',
  ),
  refused(
    'a message with a medium that is none',
    `POST ${CHANNEL}/Messages`,
    { MediaSid: '{CH}' },
    '400/50510 MediaSid',
  ),
  refused(
    'a message with a medium nobody has',
    `POST ${CHANNEL}/Messages`,
    { MediaSid: `ME${'0'.repeat(32)}` },
    '404/50507',
  ),
  refused(
    'a message with a medium and a body',
    `POST ${CHANNEL}/Messages`,
    { Body: 'x', MediaSid: `ME${'0'.repeat(32)}` },
    '400/20001 MediaSid',
  ),
  refused(
    'a message in a foreign channel',
    'POST /chat/v2/Services/{other:IS}/Channels/{other:CH}/Messages',
    { Body: 'x' },
    UNKNOWN,
  ),
  refused(
    'a message in a foreign channel through the own service',
    `POST ${CHANNELS}/{other:CH}/Messages`,
    { Body: 'x' },
    UNKNOWN,
  ),
  refused(
    'a message in a channel of another service',
    'POST /chat/v2/Services/{IS2}/Channels/{CH}/Messages',
    { Body: 'x' },
    UNKNOWN,
  ),
  refused(
    'a message in a channel that does not exist',
    `POST ${CHANNELS}/nothing/Messages`,
    { Body: 'x' },
    UNKNOWN,
  ),
  refused('messages in an unknown order', `GET ${CHANNEL}/Messages?Order=random`, null, '400/20001 Order'),
  refused('a message by its index', `GET ${CHANNEL}/Messages/0`, null, UNKNOWN),
  refused('a message of another channel', `GET ${CHANNELS}/{CH2}/Messages/{IM}`, null, UNKNOWN),
  refused('an update of a foreign message', `POST ${CHANNEL}/Messages/{other:IM}`, { Body: 'x' }, UNKNOWN),
  refused(
    'an update to a body that is too long',
    `POST ${CHANNEL}/Messages/{IM}`,
    { Body: long(32_769) },
    '400/50501 Body',
  ),
  refused('a removal of a foreign message', `DELETE ${CHANNEL}/Messages/{other:IM}`, null, UNKNOWN),
];

export const chatChannels = [...channels, ...members, ...messages];
