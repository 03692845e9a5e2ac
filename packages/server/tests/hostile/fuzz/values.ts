// Values for parameters: mostly what is documented, now and then anything else.
import fc from 'fast-check';
import type { Schema } from '../../support/openapi/documents.ts';
import { exampleValue, type RequestField } from '../../support/openapi/example-values.ts';
import type { BuiltOperation } from '../operations.ts';
import type { Population } from '../population.ts';
import { UNUSUAL_DOCUMENTS, UNUSUAL_TEXTS } from '../strings.ts';
import { freshValue } from './usual-forms.ts';

/** Numbers at which something often changes, and texts that only look like numbers. */
const NUMBERS = [
  '0',
  '1',
  '-1',
  '1.5',
  '2147483647',
  '2147483648',
  '9007199254740993',
  '99999999999999999999',
  '1e3',
  '0x10',
  ' 7 ',
  'NaN',
  '-Infinity',
];

const DATES = [
  '2026-01-02T03:04:05Z',
  '2026-01-02',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999-23:59',
  '2026-02-30',
  '2026-13-01T00:00:00Z',
  'Mon, 01 Jun 2026 08:00:00 +0000',
];

const URLS = [
  'https://example.com/x',
  'http://127.0.0.1:9/',
  'http://[::1]:9/',
  'http://a b',
  'javascript:1',
  '//x',
];

const EXPRESSIONS = [
  '1==1',
  'a HAS "b" AND (c > 3 OR d IN [1,2])',
  'skill-level > 3',
  'a ==',
  `${'('.repeat(500)}1==1${')'.repeat(500)}`,
  `${'NOT '.repeat(2_000)}a == 1`,
  `a CONTAINS "${'x'.repeat(2_000)}"`,
];

/** Any SID of the population, one that does not exist, and what is nearly one. */
export function anySid(own: Population, other: Population): fc.Arbitrary<string> {
  const known = [...new Set([...own.names.values(), ...own.members.values()])];
  const foreign = [...new Set(other.names.values())];
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...known) },
    { weight: 2, arbitrary: fc.constantFrom(...foreign) },
    { weight: 1, arbitrary: fc.constantFrom(...known).map((sid) => sid.slice(0, 33)) },
    { weight: 1, arbitrary: fc.constantFrom(...known).map((sid) => `${sid.slice(0, 2)}${'0'.repeat(32)}`) },
  );
}

/** Anything at all. */
export function anyText(own: Population, other: Population): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(...UNUSUAL_TEXTS),
    fc.constantFrom(...UNUSUAL_DOCUMENTS),
    fc.constantFrom(...NUMBERS, ...DATES, ...URLS, ...EXPRESSIONS),
    fc.constantFrom('', '\0', 'system', 'admin', '+14155550100', 'whatsapp:+14155550100', 'sms:', '+'),
    fc.constantFrom(own.phone(0), own.phone(1), own.phone(10), own.phone(11), other.phone(0)),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.json({ maxDepth: 4 }),
    fc.integer({ min: 0, max: 40_000 }).map((length) => 'x'.repeat(length)),
    anySid(own, other),
  );
}

function sidsFor(pattern: string, own: Population): string[] {
  const fitting = new RegExp(pattern);
  return [...new Set([...own.names.values(), ...own.members.values()])].filter((sid) => fitting.test(sid));
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function documentedValue(
  operation: BuiltOperation,
  name: string,
  schema: Schema,
  own: Population,
): fc.Arbitrary<string> {
  // What only the usual form knows has no other value that is known to be good.
  if (operation.documented === undefined) return fc.constant('x');
  const { product } = operation.documented;
  const example = fc
    .integer({ min: 0, max: 5 })
    .map((seed) => asText(exampleValue(product, schema, seed, name)));
  if (schema.enum) return fc.constantFrom(...schema.enum.filter((word) => word !== null).map(String));
  if (schema.pattern !== undefined) {
    const known = sidsFor(schema.pattern, own);
    return known.length === 0 ? example : fc.constantFrom(...known);
  }
  if (schema.type === 'boolean') return fc.constantFrom('true', 'false', 'True');
  if (schema.type === 'integer') return fc.constantFrom('1', '2', '10', '100');
  if (name.endsWith('Attributes')) return fc.constantFrom('{}', '{"a":1}', ...UNUSUAL_DOCUMENTS);
  if (name === 'Configuration') {
    const queue = own.names.get('WQ') ?? '';
    return fc.constantFrom(
      JSON.stringify({ task_routing: { default_filter: { queue } } }),
      JSON.stringify({
        task_routing: {
          filters: [{ expression: 'a == 1', targets: [{ queue, expression: 'task.a == worker.a' }] }],
        },
      }),
    );
  }
  if (/From$|ProxyIdentifier$|ContactIdentity$/.test(name))
    return fc.constantFrom(own.phone(0), own.phone(1));
  if (/To$|Identifier$|Target$/.test(name)) {
    return fc.constantFrom(...[10, 11, 12, 13].map((index) => own.phone(index)), own.sid('CH'));
  }
  if (name === 'PhoneNumber') return fc.integer({ min: 1_000, max: 9_999 }).map((line) => `+1415557${line}`);
  if (name === 'Body') return fc.constantFrom('hello', 'STOP', ...UNUSUAL_TEXTS);
  if (/Expression|TargetWorkers|TaskOrder/.test(name))
    return fc.constantFrom('1==1', 'a == "b"', ...EXPRESSIONS);
  if (operation.path.includes('/Interactions')) return interactionField(name, own) ?? example;
  if (name === 'Permission') return fc.constantFrom('sendMessage', 'createChannel');
  return example;
}

/** The JSON of an interaction, with customers nobody talks with yet. */
function interactionField(name: string, own: Population): fc.Arbitrary<string> | null {
  if (name === 'Channel') {
    return fc.integer({ min: 1_000, max: 9_999 }).map((line) =>
      JSON.stringify({
        type: 'sms',
        participants: [{ address: `+1415556${line}`, proxy_address: own.phone(0) }],
      }),
    );
  }
  if (name === 'Routing') {
    const place = { workspace_sid: own.sid('WSI'), workflow_sid: own.sid('WWI') };
    const targets = [{}, { worker_sid: own.sid('WKI') }, { queue_sid: own.sid('WQI') }];
    const documents = targets.map((target) => JSON.stringify({ properties: { ...place, ...target } }));
    return fc.constantFrom(...documents, '{"status":"closed"}');
  }
  if (name === 'MediaProperties') return fc.constantFrom('{"identity":"x"}', '{"address":"+14155569999"}');
  return null;
}

/** One value of a field, or several of them under the same name. `usual` is one that has worked before. */
export function fieldValues(
  operation: BuiltOperation,
  field: RequestField,
  own: Population,
  other: Population,
  usual: string | undefined,
): fc.Arbitrary<string[]> {
  const schema = field.schema.type === 'array' ? (field.schema.items ?? {}) : field.schema;
  const fresh = freshValue(operation, field.name, usual);
  const good =
    fresh === null
      ? documentedValue(operation, field.name, schema, own)
      : fc.oneof(fresh, documentedValue(operation, field.name, schema, own));
  return fc.oneof(
    { weight: usual === undefined ? 0 : 14, arbitrary: fc.constant(usual ?? '').map((value) => [value]) },
    { weight: 14, arbitrary: good.map((value) => [value]) },
    { weight: 3, arbitrary: anyText(own, other).map((value) => [value]) },
    { weight: 1, arbitrary: fc.array(fc.oneof(good, anyText(own, other)), { maxLength: 4 }) },
  );
}
