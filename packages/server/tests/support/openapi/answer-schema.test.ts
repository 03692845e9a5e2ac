// The answer check must accept what the documents show and report every kind of deviation.

import { describe, expect, test } from 'vitest';
import { checkAnswer, type Problem } from './answer-schema.ts';
import { findOperation, listOperations, type Operation, products } from './documents.ts';

/** Published examples that break their own schema, as `product operation example`. */
const wrongExamples = [
  // A plugin version's SID begins with FV; the next two show PV.
  'flex_v1 ListConfiguredPlugin readFull',
  'flex_v1 FetchConfiguredPlugin fetch',
  // The phone number shown in the next three is 12345.
  'proxy_v1 FetchPhoneNumber fetch',
  'proxy_v1 UpdatePhoneNumber update',
  'messaging_v1 FetchPhoneNumber fetch',
  // The next eight lack documented fields.
  'content_v1 CreateApprovalCreate createApproval',
  'messaging_v1 FetchDomainDnsValidation fetch',
  'messaging_v2 CreateChannelsSender whatsapp_create',
  'messaging_v2 CreateChannelsSender rcs_create',
  'messaging_v2 FetchChannelsSender whatsapp_fetch',
  'messaging_v2 FetchChannelsSender whatsapp_fetch_offline_reasons',
  'messaging_v2 FetchChannelsSender rcs_fetch',
  'messaging_v2 UpdateChannelsSender update',
  // The SID shown in the rest is ten characters long.
  'messaging_v1 ListBrandVetting read',
  'messaging_v1 CreateBrandVetting create',
  'messaging_v1 CreateBrandVetting create202Response',
  'messaging_v1 FetchBrandVetting fetch',
];

// Most of the 2010 API is voice; of its resources only these are answered here.
const served = /^(Fetch|List|Create|Update)(Account|Message|Media|MessageFeedback|IncomingPhoneNumber)$/;

describe.each(products)('the published examples of %s', (product) => {
  test('pass, apart from those that are wrong themselves', () => {
    const failing = listOperations(product)
      .filter(({ operationId }) => product !== 'api_v2010' || served.test(operationId))
      .flatMap((operation) =>
        operation.examples
          .filter((example) => checkAnswer(operation, example.status, example.body).length > 0)
          .map((example) => `${product} ${operation.operationId} ${example.name}`),
      );
    expect(new Set(failing)).toEqual(new Set(wrongExamples.filter((name) => name.startsWith(`${product} `))));
  });
});

describe('a deviation in the answer', () => {
  const fetchFlow = findOperation('flex_v1', 'FetchFlexFlow');
  const listSessions = findOperation('proxy_v1', 'ListSession');

  test('missing key', () => {
    expect(problems(fetchFlow, ({ janitor_enabled: _, ...rest }) => rest)).toEqual([
      { path: '/janitor_enabled', message: 'is documented but missing' },
    ]);
  });

  test('extra key', () => {
    expect(problems(fetchFlow, (body) => ({ ...body, 'a/b': 1 }))).toEqual([
      { path: '/a~1b', message: 'is not documented' },
    ]);
  });

  test('keys inside an object without declared properties are free', () => {
    expect(problems(fetchFlow, (body) => ({ ...body, integration: { any: 'thing' } }))).toEqual([]);
  });

  test('SID with a wrong prefix', () => {
    const sid = `FF${'a'.repeat(32)}`;
    expect(problems(fetchFlow, (body) => ({ ...body, sid })).map(({ path }) => path)).toEqual(['/sid']);
  });

  test('value outside the enumeration', () => {
    const found = problems(fetchFlow, (body) => ({ ...body, channel_type: 'pigeon' }));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ path: '/channel_type', message: expect.stringContaining('whatsapp') });
  });

  test.each(['2026-01-02', '2026-13-02T03:04:05Z', '2026-01-02T03:04:05.123Z', '2026-01-02T03:04:05+01:00'])(
    'date written as %s',
    (date_created) => {
      const found = problems(fetchFlow, (body) => ({ ...body, date_created }));
      expect(found.map(({ path }) => path)).toEqual(['/date_created']);
    },
  );

  test('date of the 2010 API in the newer spelling', () => {
    const fetchMessage = findOperation('api_v2010', 'FetchMessage');
    const found = problems(fetchMessage, (body) => ({ ...body, date_sent: '2026-01-02T03:04:05Z' }));
    expect(found.map(({ path }) => path)).toEqual(['/date_sent']);
  });

  test('missing key in a list item and in the page', () => {
    const { url: _, ...item } = example(findOperation('proxy_v1', 'FetchSession'));
    const { key: __, ...meta } = example(listSessions)['meta'] as Record<string, unknown>;
    expect(problems(listSessions, () => ({ sessions: [item], meta }))).toEqual(
      expect.arrayContaining([
        { path: '/sessions/0/url', message: 'is documented but missing' },
        { path: '/meta/key', message: 'is documented but missing' },
      ]),
    );
  });

  test('null where the enumeration knows none, unless it is a documented exception', () => {
    const fetchInteraction = findOperation('proxy_v1', 'FetchInteraction');
    expect(problems(fetchInteraction, (body) => ({ ...body, inbound_resource_status: null }))).toEqual([]);
    const found = problems(fetchInteraction, (body) => ({ ...body, type: null }));
    expect(new Set(found.map(({ path }) => path))).toEqual(new Set(['/type']));
  });

  test('wrong status, and a body where none belongs', () => {
    const remove = findOperation('proxy_v1', 'DeleteParticipant');
    expect(checkAnswer(remove, 204, undefined)).toEqual([]);
    expect(checkAnswer(remove, 200, undefined)).toEqual([
      { path: '', message: 'status is 200, documented 204' },
    ]);
    expect(checkAnswer(remove, 204, {})).toEqual([
      { path: '', message: 'has a body, documented without one' },
    ]);
  });
});

function example(operation: Operation): Record<string, unknown> {
  return operation.examples[0]?.body as Record<string, unknown>;
}

function problems(
  operation: Operation,
  change: (body: Record<string, unknown>) => Record<string, unknown>,
): Problem[] {
  return checkAnswer(operation, operation.successStatus, change(example(operation)));
}
