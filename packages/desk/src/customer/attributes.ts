// Attributes of tasks as people read them.

/** A line of the list. */
interface AttributeLine {
  readonly name: string;
  readonly value: string;
  /** An address of the web that may be opened; null for everything else. */
  readonly link: string | null;
}

/** What other parts of the page show, and what only programs need. */
const ELSEWHERE = new Set([
  'customerName',
  'name',
  'customerAddress',
  'from',
  'to',
  'twilioNumber',
  'conversationSid',
  'channelSid',
  'conversations',
  'customers',
  'channelType',
]);
/** What the server calls things by tells people nothing. */
const IDENTIFIER = /^[A-Z]{2}[0-9a-f]{32}$/;
const DEEPEST = 3;

/** `orderNumber`, `order_number` and `order-number` are all `Order number`. */
export function readableName(key: string): string {
  const spaced = key
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase()
    .replace(/\b(sid|id|url)\b/g, (word) => word.toUpperCase());
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** The address of a page; null for what a browser would do something else with. */
export function webLink(text: string): string | null {
  if (!/^https?:\/\//i.test(text.trim())) return null;
  try {
    const { protocol, href } = new URL(text.trim());
    return protocol === 'http:' || protocol === 'https:' ? href : null;
  } catch {
    return null;
  }
}

function linesOf(key: string, value: unknown, depth: number): readonly AttributeLine[] {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value === 'object') {
    const entries = Object.entries(value);
    const isPlain = Array.isArray(value) && value.every((one) => typeof one !== 'object');
    if (isPlain) return [{ name: readableName(key), value: value.join(', '), link: null }];
    if (depth >= DEEPEST) return [{ name: readableName(key), value: JSON.stringify(value), link: null }];
    return entries.flatMap(([name, inner]) => linesOf(`${key} ${name}`, inner, depth + 1));
  }
  if (typeof value === 'string' && IDENTIFIER.test(value)) return [];
  const text = typeof value === 'boolean' ? (value ? 'Yes' : 'No') : String(value);
  return [{ name: readableName(key), value: text, link: webLink(text) }];
}

/** The attributes worth reading, one line each, in their order. */
export function attributeLines(attributes: Readonly<Record<string, unknown>>): readonly AttributeLine[] {
  return Object.entries(attributes).flatMap(([key, value]) =>
    ELSEWHERE.has(key) ? [] : linesOf(key, value, 0),
  );
}

/** Links to the customer elsewhere, wherever in the attributes they are. */
export function linksIn(attributes: Readonly<Record<string, unknown>>): readonly AttributeLine[] {
  const all = Object.entries(attributes).flatMap(([key, value]) => linesOf(key, value, 0));
  const seen = new Set<string>();
  return all.filter(({ link }) => link !== null && !seen.has(link) && seen.add(link));
}
