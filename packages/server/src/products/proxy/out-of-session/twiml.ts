// Reads the TwiML with which a server answers a text: replies, and nothing else (Twilio: "TwiML for Programmable
// SMS").

/** A reply. */
export interface Reply {
  /** Null for the sender of the text that is answered. */
  readonly to: string | null;
  readonly body: string;
  readonly mediaUrls: readonly string[];
}

/** What cannot be followed. */
export class UnusableTwiml extends Error {}

const NAME = '[A-Za-z][\\w:.-]*';
const TOKEN = new RegExp(
  `<!--[\\s\\S]*?-->|<\\?[\\s\\S]*?\\?>|<!\\[CDATA\\[([\\s\\S]*?)\\]\\]>|<(/?)(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>|([^<]+)`,
  'y',
);
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
/** As many replies to one text are sent. */
const MOST_REPLIES = 10;

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Element | string)[];
}

function decoded(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) {
      const known = ENTITIES[name];
      if (known === undefined) throw new UnusableTwiml(`${whole} is no entity of XML`);
      return known;
    }
    const point = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    if (point === 0 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
      throw new UnusableTwiml(`${whole} is no character`);
    return String.fromCodePoint(point);
  });
}

function attributesOf(text: string): Record<string, string> {
  const found = text.matchAll(new RegExp(`(${NAME})\\s*=\\s*("[^"]*"|'[^']*')`, 'g'));
  return Object.fromEntries([...found].map(([, name, value]) => [name!, decoded(value!.slice(1, -1))]));
}

function parse(text: string): Element {
  const top: Element = { name: '', attributes: {}, children: [] };
  const open = [top];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text);
    if (token === null) throw new UnusableTwiml('The answer is not well-formed XML');
    const [, cdata, closing, name, attributes, isEmpty, characters] = token;
    const inner = open.at(-1)!;
    if (cdata !== undefined) inner.children.push(cdata);
    else if (characters !== undefined) inner.children.push(decoded(characters));
    else if (name !== undefined && closing === '/') {
      if (open.length === 1 || inner.name !== name) throw new UnusableTwiml(`</${name}> closes nothing`);
      open.pop();
    } else if (name !== undefined) {
      const element: Element = { name, attributes: attributesOf(attributes ?? ''), children: [] };
      inner.children.push(element);
      if (isEmpty !== '/') open.push(element);
    }
    if (open.length > 10) throw new UnusableTwiml('The answer is nested too deeply');
  }
  if (open.length > 1) throw new UnusableTwiml(`<${open.at(-1)!.name}> is not closed`);
  const roots = elementsOf(top);
  if (roots.length !== 1 || roots[0]!.name !== 'Response') {
    throw new UnusableTwiml('The answer is no Response');
  }
  return roots[0]!;
}

function elementsOf({ children }: Element): Element[] {
  return children.filter((child) => typeof child !== 'string');
}

function textOf({ children }: Element): string {
  return children
    .filter((child) => typeof child === 'string')
    .join('')
    .trim();
}

function replyOf(element: Element): Reply {
  const parts = elementsOf(element);
  const bodies = parts.filter(({ name }) => name === 'Body').map(textOf);
  const mediaUrls = parts.filter(({ name }) => name === 'Media').map(textOf);
  const body = bodies.length > 0 ? bodies.join('') : textOf(element);
  if (body === '' && mediaUrls.length === 0) throw new UnusableTwiml('A Message has neither Body nor Media');
  if (body.length > 1_600) throw new UnusableTwiml('A Message is longer than 1600 characters');
  if (mediaUrls.length > 10 || !mediaUrls.every((url) => /^https?:/i.test(url) && URL.canParse(url))) {
    throw new UnusableTwiml('The Media of a Message are no URLs, or more than ten');
  }
  return { to: element.attributes['to'] ?? null, body, mediaUrls };
}

/** The replies in a TwiML document. Throws `UnusableTwiml` for anything but `Message` and `Sms`. */
export function readReplies(text: string): Reply[] {
  const verbs = elementsOf(parse(text.trim().replace(/^\ufeff/, '')));
  const unknown = verbs.find(({ name }) => name !== 'Message' && name !== 'Sms');
  if (unknown !== undefined) throw new UnusableTwiml(`${unknown.name} cannot answer a text here`);
  if (verbs.length > MOST_REPLIES) throw new UnusableTwiml(`More than ${MOST_REPLIES} replies to one text`);
  return verbs.map(replyOf);
}
