// Reading XML as TwiML uses it: well-formed or refused, and nothing outside the document is ever looked at.
import {
  XmlElement as Element,
  parseXml,
  XmlCdata,
  XmlDocumentType,
  XmlError,
  XmlText,
} from '@rgrove/parse-xml';

/** An element with its attributes, its elements and the text directly in it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** Why a text cannot be read as XML, with the place where that shows. */
export class UnreadableXml extends Error {}

const DEEPEST = 16;

function elementOf(element: Element, depth: number): XmlElement {
  if (depth > DEEPEST) throw new UnreadableXml('Elements are nested too deeply');
  const children: XmlElement[] = [];
  let text = '';
  for (const child of element.children) {
    if (child instanceof Element) children.push(elementOf(child, depth + 1));
    else if (child instanceof XmlText || child instanceof XmlCdata) text += child.text;
  }
  return { name: element.name, attributes: element.attributes, children, text };
}

/** Reads a document; throws `UnreadableXml` when it is not well-formed, or has a document type. */
export function readXml(text: string): XmlElement {
  try {
    const { children, root } = parseXml(text, { preserveDocumentType: true });
    if (children.some((child) => child instanceof XmlDocumentType)) {
      throw new UnreadableXml('A document type has no place here');
    }
    return elementOf(root!, 0);
  } catch (error) {
    if (error instanceof XmlError) throw new UnreadableXml(error.message.split('\n')[0]);
    // Thousands of elements within each other exhaust the reader before their depth can be told.
    if (error instanceof RangeError) throw new UnreadableXml('Elements are nested too deeply');
    throw error;
  }
}
