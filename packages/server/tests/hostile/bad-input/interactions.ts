// Mistakes in requests to Flex Interactions.
import type { Form } from '../wire.ts';
import { type BadRequest, refused, refusedBody } from './row.ts';

const INTERACTIONS = 'POST /flex-api/v1/Interactions';
const CHANNEL = '/flex-api/v1/Interactions/{KD}/Channels/{UO}';
const UNKNOWN = '404/20404';
const JSON_TYPE = 'application/json';

const PERSON = { address: '{tel:17}', proxy_address: '{tel:0}' };
const PLACE = { workspace_sid: '{WSI}', workflow_sid: '{WWI}' };

/** `{KD}` and the like are written inside JSON too, so braces of JSON itself must not look like them. */
const json = (value: object): string => JSON.stringify(value);
const channel = (change: object = {}): string =>
  json({ type: 'sms', initiated_by: 'agent', participants: [PERSON], ...change });
const routing = (change: object = {}): string => json({ properties: { ...PLACE, ...change } });
const form = (change: Form = {}): Form => ({ Channel: channel(), Routing: routing(), ...change });

const documents: readonly (readonly [string, string])[] = [
  ['no JSON', '{'],
  ['a list', '[]'],
  ['a text', '"sms"'],
  ['null', 'null'],
  ['a number', '1'],
  ['a very long document', json({ type: 'x'.repeat(20_000) })],
  ['a very deep document', `${'{"a":'.repeat(300)}1${'}'.repeat(300)}`],
  ['a NUL character', '{"type":"sms\\u0000"}'],
];

const creates: readonly BadRequest[] = [
  refused('an interaction without a channel', INTERACTIONS, { Routing: routing() }, '400/20001 Channel'),
  refused('an interaction without routing', INTERACTIONS, { Channel: channel() }, '400/20001 Routing'),
  ...documents.flatMap(([what, text]) => [
    refused(
      `an interaction with ${what} for its channel`,
      INTERACTIONS,
      form({ Channel: text }),
      '400/20001 Channel',
    ),
    refused(
      `an interaction with ${what} for its routing`,
      INTERACTIONS,
      form({ Routing: text }),
      '400/20001 Routing',
    ),
  ]),
  ...[
    ['an unknown medium', { type: 'pigeon' }],
    ['a medium that is not carried', { type: 'voice' }],
    ['a list for its medium', { type: ['sms'] }],
    ['an unknown initiator', { initiated_by: 'fate' }],
    ['participants that are no list', { participants: {} }],
    ['a participant that is a text', { participants: ['+15551234567'] }],
    ['an address that is a number', { participants: [{ ...PERSON, address: 15_551_234_567 }] }],
    ['too many participants', { participants: Array.from({ length: 51 }, () => PERSON) }],
    ['an unknown level', { participants: [{ ...PERSON, level: 'bcc' }] }],
    ['a conversation that is none', { properties: { media_channel_sid: 'IM1' } }],
    ['properties that are a list', { properties: [] }],
  ].map(([what, change]) =>
    refused(
      `an interaction with ${what}`,
      INTERACTIONS,
      form({ Channel: channel(change as object) }),
      '400/20001 Channel',
    ),
  ),
  ...[
    ['no workspace', { workspace_sid: null }],
    ['a workspace that is none', { workspace_sid: 'WS1' }],
    ['a workflow that is none', { workflow_sid: '{WQI}' }],
    ['a worker that is none', { worker_sid: 1 }],
    ['attributes that are a list', { attributes: '[]' }],
    ['attributes that are too long', { attributes: { note: 'x'.repeat(5_000) } }],
    ['a negative priority', { priority: -1 }],
    ['a priority that is a word', { priority: 'high' }],
    ['no time to wait', { timeout: 0 }],
    ['too much time to wait', { timeout: 1_209_601 }],
  ].map(([what, change]) =>
    refused(
      `an interaction with ${what}`,
      INTERACTIONS,
      form({ Routing: routing(change as object) }),
      '400/20001 Routing',
    ),
  ),
  refused('an interaction without properties', INTERACTIONS, form({ Routing: '{}' }), '400/20001 Routing'),
  refused(
    'an interaction with a context that is none',
    INTERACTIONS,
    form({ InteractionContextSid: 'HQ' }),
    '400/20001 InteractionContextSid',
  ),
  refused(
    'an interaction without people',
    INTERACTIONS,
    form({ Channel: channel({ participants: [] }) }),
    '400/45355',
  ),
  refused(
    'an interaction with somebody of no place',
    INTERACTIONS,
    form({ Channel: channel({ participants: [{}] }) }),
    '400/45351',
  ),
  refused(
    'an interaction with a conversation nobody has',
    INTERACTIONS,
    form({ Channel: channel({ properties: { media_channel_sid: '{no:CH}' } }) }),
    '400/20001 Channel',
  ),
];

const members: readonly BadRequest[] = [
  refused('an unknown interaction', 'GET /flex-api/v1/Interactions/{no:KD}', null, UNKNOWN),
  refused('a foreign interaction', 'GET /flex-api/v1/Interactions/{other:KD}', null, UNKNOWN),
  refused(
    'a channel of a foreign interaction',
    'GET /flex-api/v1/Interactions/{other:KD}/Channels/{UO}',
    null,
    UNKNOWN,
  ),
  refused('a channel without a status', `POST ${CHANNEL}`, {}, '400/20001 Status'),
  refused('a channel of an unknown status', `POST ${CHANNEL}`, { Status: 'active' }, '400/20001 Status'),
  refused(
    'an inactive channel without routing',
    `POST ${CHANNEL}`,
    { Status: 'inactive' },
    '400/20001 Routing',
  ),
  refused(
    'a channel closed with an unknown step',
    `POST ${CHANNEL}`,
    { Status: 'closed', Routing: '{"status":"gone"}' },
    '400/20001 Routing',
  ),
  refused('an invite without routing', `POST ${CHANNEL}/Invites`, {}, '400/20001 Routing'),
  refused('an invite with empty routing', `POST ${CHANNEL}/Invites`, { Routing: '{}' }, '400/20001 Routing'),
  refused(
    'a second invite to the same queue',
    `POST ${CHANNEL}/Invites`,
    { Routing: routing({ queue_sid: '{WQI}' }) },
    '409/45353',
  ),
  refused(
    'a participant without a type',
    `POST ${CHANNEL}/Participants`,
    { MediaProperties: '{"identity":"x"}' },
    '400/20001 Type',
  ),
  refused(
    'a participant of an unknown type',
    `POST ${CHANNEL}/Participants`,
    { Type: 'ghost', MediaProperties: '{"identity":"x"}' },
    '400/20001 Type',
  ),
  refused(
    'a participant without properties',
    `POST ${CHANNEL}/Participants`,
    { Type: 'agent' },
    '400/20001 MediaProperties',
  ),
  refused(
    'a participant who cannot be reached',
    `POST ${CHANNEL}/Participants`,
    { Type: 'customer', MediaProperties: '{}' },
    '400/45351',
  ),
  refused(
    'a participant with a reserved identity',
    `POST ${CHANNEL}/Participants`,
    { Type: 'agent', MediaProperties: '{"identity":"system"}' },
    '400/50203',
  ),
  refused(
    'a participant with a broken task',
    `POST ${CHANNEL}/Participants`,
    { Type: 'agent', MediaProperties: '{"identity":"x"}', RoutingProperties: '{"task_sid":"1"}' },
    '400/20001 RoutingProperties',
  ),
  refused('a participant without a new status', `POST ${CHANNEL}/Participants/{UT}`, {}, '400/20001 Status'),
  refused('a participant nobody is', `POST ${CHANNEL}/Participants/{no:UT}`, { Status: 'closed' }, UNKNOWN),
  refused('an unknown transfer', `GET ${CHANNEL}/Transfers/{no:UX}`, null, UNKNOWN),
  refusedBody('a transfer of nothing', `POST ${CHANNEL}/Transfers`, '{}', '400/20001 type', JSON_TYPE),
  refusedBody('a transfer that is a list', `POST ${CHANNEL}/Transfers`, '[]', '400/20001', JSON_TYPE),
  refusedBody(
    'a transfer from nobody',
    `POST ${CHANNEL}/Transfers`,
    json({ type: 'cold', from: `UT${'0'.repeat(32)}`, to: `WK${'0'.repeat(32)}` }),
    '400/20001 from',
    JSON_TYPE,
  ),
  refusedBody(
    'a transfer to an unknown status',
    `POST ${CHANNEL}/Transfers/{UX}`,
    '{"status":"lost"}',
    '400/20001 status',
    JSON_TYPE,
  ),
  refusedBody(
    'a transfer that is completed by hand',
    `POST ${CHANNEL}/Transfers/{UX}`,
    '{"status":"completed"}',
    '400/20001 status',
    JSON_TYPE,
  ),
];

export const interactionMistakes: readonly BadRequest[] = [...creates, ...members];
