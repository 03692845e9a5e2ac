// Reading XML: the part of it that answers to texts are written in. Elements, attributes, text, CDATA, comments and
// the usual references; no document types, so that nothing outside the document is ever looked at.

/** An element with its attributes, its elements and the text directly in it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** Why a text is no XML, with the place where that shows. */
export class XmlError extends Error {
  constructor(reason: string, at: number) {
    super(`${reason} at character ${at + 1}`);
    this.name = 'XmlError';
  }
}

const NAME = /[A-Za-z_][\w.:-]*/y;
const SPACE = /\s*/y;
const ATTRIBUTE_VALUE = /"([^"<]*)"|'([^'<]*)'/y;
const TEXT = /[^<]*/y;
const REFERENCE = /&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(\w+));|&/g;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const DEEPEST = 16;

/** Reads one document, character by character from the left. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): XmlElement {
    if (this.#text.startsWith('\uFEFF')) this.#at = 1;
    this.#misc();
    if (this.#text[this.#at] !== '<') this.#fail('a document begins with an element');
    const root = this.#element(0);
    this.#misc();
    if (this.#at < this.#text.length) this.#fail('there is something after the end of the document');
    return root;
  }

  #fail(reason: string): never {
    throw new XmlError(reason, this.#at);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }

  #takes(token: string): boolean {
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #until(end: string, what: string): string {
    const found = this.#text.indexOf(end, this.#at);
    if (found === -1) this.#fail(`${what} has no end`);
    const passed = this.#text.slice(this.#at, found);
    this.#at = found + end.length;
    return passed;
  }

  /** Passes over space, comments and instructions between elements. */
  #misc(): void {
    for (;;) {
      this.#match(SPACE);
      if (this.#takes('<?')) this.#until('?>', 'an instruction');
      else if (this.#takes('<!--')) this.#until('-->', 'a comment');
      else if (this.#text.startsWith('<!', this.#at)) this.#fail('document types are not read');
      else return;
    }
  }

  #name(what: string): string {
    return this.#match(NAME)?.[0] ?? this.#fail(`${what} has no name`);
  }

  #element(depth: number): XmlElement {
    if (depth > DEEPEST) this.#fail('elements are nested too deeply');
    this.#at += 1;
    const name = this.#name('an element');
    const attributes = this.#attributes();
    if (this.#takes('/>')) return { name, attributes, children: [], text: '' };
    if (!this.#takes('>')) this.#fail(`the tag of ${name} has no end`);
    return { name, attributes, ...this.#content(name, depth) };
  }

  #attributes(): Record<string, string> {
    const attributes: Record<string, string> = {};
    for (;;) {
      const space = this.#match(SPACE)?.[0] ?? '';
      const next = this.#text[this.#at];
      if (next === '>' || next === '/' || next === undefined) return attributes;
      if (space === '') this.#fail('attributes are not separated');
      const name = this.#name('an attribute');
      this.#match(SPACE);
      if (!this.#takes('=')) this.#fail(`the attribute ${name} has no value`);
      this.#match(SPACE);
      const value = this.#match(ATTRIBUTE_VALUE) ?? this.#fail(`the value of ${name} is not quoted`);
      if (Object.hasOwn(attributes, name)) this.#fail(`the attribute ${name} is there twice`);
      attributes[name] = this.#resolved(value[1] ?? value[2] ?? '');
    }
  }

  #content(name: string, depth: number): { children: XmlElement[]; text: string } {
    const children: XmlElement[] = [];
    let text = '';
    for (;;) {
      text += this.#resolved(this.#match(TEXT)?.[0] ?? '');
      if (this.#at >= this.#text.length) this.#fail(`the element ${name} has no end`);
      if (this.#takes('</')) {
        if (this.#name('an end tag') !== name) this.#fail(`the element ${name} has the end of another`);
        this.#match(SPACE);
        if (!this.#takes('>')) this.#fail(`the end tag of ${name} has no end`);
        return { children, text };
      }
      if (this.#takes('<!--')) this.#until('-->', 'a comment');
      else if (this.#takes('<![CDATA[')) text += this.#until(']]>', 'a CDATA section');
      else if (this.#takes('<?')) this.#until('?>', 'an instruction');
      else children.push(this.#element(depth + 1));
    }
  }

  #resolved(text: string): string {
    if (!text.includes('&')) return text;
    return text.replace(REFERENCE, (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? this.#fail(`nothing is known of ${whole}`);
      if (decimal === undefined && hex === undefined) this.#fail('an & is not written as &amp;');
      const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
      if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
        this.#fail(`${whole} is no character`);
      }
      return String.fromCodePoint(code);
    });
  }
}

/** Reads a document; throws `XmlError` when it is not well-formed. */
export function readXml(text: string): XmlElement {
  return new Reader(text).document();
}
