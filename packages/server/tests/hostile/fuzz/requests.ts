// Requests to the operations of a server: documented ones with mistakes strewn in, and noise.
import fc from 'fast-check';
import type { RequestField } from '../../support/openapi/example-values.ts';
import { addressOf, type BuiltOperation } from '../operations.ts';
import type { Population } from '../population.ts';
import { collectionsOf } from '../shapes.ts';
import { FORM_TYPE, type Form, type WireRequest } from '../wire.ts';
import { freshValue, usualForm } from './usual-forms.ts';
import { anySid, anyText, fieldValues } from './values.ts';

/** A request and the operation it was made from; noise is made from none. */
export interface FuzzRequest extends WireRequest {
  readonly operation: string;
}

type Pair = readonly [name: string, value: string];

/** Bytes no client encodes like that. */
const RAW_SEGMENTS = [
  '%',
  '%zz',
  '%00',
  '%c0%80',
  '%ed%a0%80',
  '..',
  '%2e%2e',
  '%2f',
  '\xff',
  '*',
  ';',
  '(',
  '{Sid}',
  '',
];

const PAGES: fc.Arbitrary<Pair> = fc.oneof(
  fc.tuple(
    fc.constantFrom('PageSize', 'Page'),
    fc.constantFrom('0', '1', '2', '50', '5000', '99999999999', '-1', 'x', ''),
  ),
  fc.tuple(
    fc.constant('PageToken'),
    fc.oneof(
      fc.string({ maxLength: 30 }),
      fc
        .tuple(
          fc.constantFrom('n', 'p', 'x'),
          fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 10 }), fc.double(), fc.constant(null)), {
            maxLength: 3,
          }),
        )
        .map(
          ([direction, values]) =>
            `PA${Buffer.from(JSON.stringify([direction, ...values])).toString('base64url')}`,
        ),
    ),
  ),
);

/** What a header may hold on the wire. */
const headerText = fc
  .string({
    unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
    maxLength: 60,
  })
  .map((text) => text.replaceAll('\x7f', ''));

const headers = fc.record(
  {
    'if-match': fc.oneof(
      fc.constantFrom('*', '"0"', '"1"', 'W/"2"', '"x"', '', '"99999999999999999999"'),
      headerText,
    ),
    'idempotency-key': fc.oneof(fc.constantFrom('a', 'b', 'c', '', 'x'.repeat(256)), headerText),
    'i-twilio-idempotency-token': headerText,
    'x-twilio-webhook-enabled': fc.constantFrom('true', 'false', '1', ''),
    accept: fc.constantFrom('text/html', 'application/xml', ''),
    'accept-encoding': fc.constantFrom('gzip', 'br, *', ''),
    'content-encoding': fc.constantFrom('gzip', 'identity', 'nonsense'),
    'x-forwarded-host': headerText,
    'x-forwarded-proto': headerText,
    cookie: headerText,
    range: fc.constantFrom('bytes=0-1', 'x'),
    upgrade: fc.constantFrom('h2c', 'websocket'),
    host: fc.constantFrom('chat.example.com', 'proxy.x', 'localhost', '[::1]:1', '<script>', 'a@b', ''),
    authorization: fc.oneof(fc.constantFrom('', 'Basic', 'Basic Og==', 'Bearer x'), headerText),
  },
  { requiredKeys: [] },
);

/** Few requests carry unusual headers; those that do carry one or two. */
const someHeaders: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.tuple(headers, fc.nat(), fc.nat()).map(([all, first, second]) => {
      const entries = Object.entries(all);
      const chosen = entries.filter((_, index) => index === first % entries.length || index === second % 20);
      return Object.fromEntries(chosen) as Record<string, string>;
    }),
  },
);

function encoded(pairs: readonly Pair[]): string {
  return new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
}

function pathOf(operation: BuiltOperation, own: Population, other: Population): fc.Arbitrary<string> {
  const collections = collectionsOf(operation.path);
  const segments = collections.map((collection, position) => {
    const member = own.members.get(collection);
    const isKnown = member === undefined ? 0 : 1;
    // What is removed is gone for the rest of the round: removals seldom hit, least of all what much hangs on.
    const isTarget = operation.method === 'DELETE' && position === collections.length - 1;
    const [hit, miss] = isTarget ? [1, position === 0 ? 12 : 1] : [30, 1];
    return fc.oneof(
      { weight: hit * isKnown, arbitrary: fc.constant(encodeURIComponent(member ?? '')) },
      { weight: 2 * miss, arbitrary: anySid(own, other) },
      { weight: miss, arbitrary: anyText(own, other).map((text) => encodeURIComponent(text.slice(0, 300))) },
      { weight: miss, arbitrary: fc.constantFrom(...RAW_SEGMENTS) },
    );
  });
  return fc.tuple(...segments).map((values) => {
    const left = [...values];
    return operation.path.replace(/\{\w+\}/g, () => left.shift() ?? '');
  });
}

/** What the population sent there for the field. */
function usualOf(form: Form, field: RequestField): string | undefined {
  const value = form[field.name];
  return typeof value === 'string' ? value : value?.[0];
}

/** The documented fields, and those only the usual form knows. */
function fieldsOf(operation: BuiltOperation, place: RequestField['in'], form: Form): RequestField[] {
  const documented = new Set(operation.fields.map(({ name }) => name));
  const isPlace = place === (operation.method === 'GET' ? 'query' : 'body');
  const more = Object.keys(form)
    .filter((name) => isPlace && !documented.has(name))
    .map((name): RequestField => ({ name, in: place, required: true, schema: { type: 'string' } }));
  return [...operation.fields.filter((field) => field.in === place), ...more];
}

/** The usual form with what can be taken only once made new: a request that is meant seriously. */
function seriousPairs(operation: BuiltOperation, form: Form): fc.Arbitrary<Pair[]> {
  const each = Object.entries(form).map(([name, given]) => {
    const values = typeof given === 'string' ? [given] : given;
    const fresh = freshValue(operation, name, values[0]);
    if (fresh !== null) return fresh.map((value): Pair[] => [[name, value]]);
    return fc.constant(values.map((value): Pair => [name, value]));
  });
  return fc.tuple(...each).map((parts) => parts.flat());
}

function pairsOf(
  operation: BuiltOperation,
  place: RequestField['in'],
  own: Population,
  other: Population,
): fc.Arbitrary<Pair[]> {
  const form = usualForm(operation, own);
  const fields = fieldsOf(operation, place, form);
  const each = fields.map((field) =>
    fc
      .tuple(fc.nat(99), fieldValues(operation, field, own, other, usualOf(form, field)))
      .map(([chance, values]) => ({
        isRequired: field.required || field.name in form,
        chance,
        pairs: values.map((value): Pair => [field.name, value]),
      })),
  );
  // Many optional fields at once are nearly always refused, so that some requests have few of them.
  const optional = fc.constantFrom(2, 10, 25);
  const extra = fc.oneof(
    { weight: 12, arbitrary: fc.constant<Pair[]>([]) },
    { weight: 1, arbitrary: fc.array(fc.tuple(anyText(own, other), anyText(own, other)), { maxLength: 3 }) },
  );
  const odd = fc
    .tuple(extra, optional, ...each)
    .map(([unknown, share, ...parts]) => [
      ...unknown,
      ...parts.flatMap((part) => (part.chance < (part.isRequired ? 95 : share) ? part.pairs : [])),
    ]);
  const isKnown = fields.some((field) => field.name in form);
  return fc.oneof(
    { weight: 2, arbitrary: odd },
    { weight: isKnown ? 1 : 0, arbitrary: seriousPairs(operation, form) },
  );
}

/** In JSON what reads like an object or a list is one. */
function parsedWhereObject(value: string): unknown {
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function bodyOf(operation: BuiltOperation, pairs: fc.Arbitrary<Pair[]>) {
  const form = pairs.map((list) => ({ type: FORM_TYPE, body: encoded(list) as string | Buffer }));
  const json = pairs.map((list) => ({
    type: 'application/json',
    body: JSON.stringify(Object.fromEntries(list.map(([name, value]) => [name, parsedWhereObject(value)]))) as
      | string
      | Buffer,
  }));
  const garbage = fc.record({
    type: fc.constantFrom(
      FORM_TYPE,
      'application/json',
      'text/plain',
      'application/x-www-form-urlencoded; charset=latin1',
      'x/',
      '',
    ),
    body: fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes) as string | Buffer),
      fc.json({ noUnicodeString: false }).map((text) => text as string | Buffer),
      fc.constantFrom<string | Buffer>('%', '%%%=%', '=&=&', '[', '{"a":"\\ud800"}', `${'['.repeat(9_000)}`),
    ),
  });
  const isForm = operation.bodyType === 'form';
  return fc.oneof(
    { weight: isForm ? 30 : 1, arbitrary: form },
    { weight: isForm ? 1 : 30, arbitrary: json },
    { weight: 2, arbitrary: garbage },
  );
}

function requestTo(operation: BuiltOperation, own: Population, other: Population): fc.Arbitrary<FuzzRequest> {
  const query = fc
    .tuple(pairsOf(operation, 'query', own, other), fc.array(PAGES, { maxLength: 2 }), fc.nat(5))
    .map(([fields, pages, chance]) => encoded(chance === 0 ? [...fields, ...pages] : fields));
  const path = pathOf(operation, own, other);
  const name = addressOf(operation);
  const method = fc.oneof(
    { weight: 60, arbitrary: fc.constant<string>(operation.method) },
    { weight: 1, arbitrary: fc.constantFrom('PUT', 'PATCH', 'HEAD', 'OPTIONS', 'PROPFIND') },
  );
  if (operation.method === 'GET' || operation.method === 'DELETE') {
    return fc.record({ method, path, query, headers: someHeaders }).map((parts) => ({
      operation: name,
      method: parts.method,
      path: parts.query === '' ? parts.path : `${parts.path}?${parts.query}`,
      headers: parts.headers,
    }));
  }
  const content = bodyOf(operation, pairsOf(operation, 'body', own, other));
  return fc.record({ method, path, content, headers: someHeaders }).map((parts) => ({
    operation: name,
    method: parts.method,
    path: parts.path,
    headers: { 'content-type': parts.content.type, ...parts.headers },
    body: parts.content.body,
  }));
}

const noise: fc.Arbitrary<FuzzRequest> = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'DELETE', 'PUT', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'MKCOL'),
    segments: fc.array(
      fc.oneof(
        fc.constantFrom(
          'chat',
          'proxy',
          'api',
          'v1',
          'v2',
          'Services',
          '2010-04-01',
          'handset',
          'healthz',
          'http:',
        ),
        fc.constantFrom(...RAW_SEGMENTS),
        fc.string({ unit: 'binary', maxLength: 12 }).map(encodeURIComponent),
      ),
      { maxLength: 8 },
    ),
    headers,
    body: fc.option(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      { nil: undefined },
    ),
  })
  .map(({ segments, ...rest }) => ({ operation: 'noise', path: `/${segments.join('/')}`, ...rest }));

/** One request to each of the operations given, on the objects of `own`, with noise strewn in. */
export function fuzzRequests(
  operations: readonly BuiltOperation[],
  own: Population,
  other: Population,
): fc.Arbitrary<FuzzRequest[]> {
  const each = operations.map((operation) => requestTo(operation, own, other));
  const noises = fc.array(noise, { maxLength: Math.ceil(operations.length / 6) });
  return fc.tuple(noises, ...each).map(([some, ...requests]) => [...some, ...requests]);
}
