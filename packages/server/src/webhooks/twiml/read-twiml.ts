// From the body of an answer to a text to what it asks for: replies, and the document to go on with ("TwiML for
// Programmable Messaging").
import { readXml, UnreadableXml, type XmlElement } from './read-xml.ts';

/** A mistake in an answer, by the number of Twilio's alert. */
export interface Warning {
  readonly code: 12100 | 12200 | 14103 | 14109 | 14110;
  readonly message: string;
}

/** A reply that is asked for. */
export interface Reply {
  readonly body: string | null;
  readonly mediaUrls: readonly string[];
  readonly to: string | null;
  readonly from: string | null;
  readonly statusCallback: string | null;
  /** Asked for the document to go on with once the reply is on its way. */
  readonly action: { readonly url: string; readonly method: 'GET' | 'POST' } | null;
}

/** A step of an answer. */
export type Step =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'redirect'; readonly url: string; readonly method: 'GET' | 'POST' };

/** What an answer asks for, in its order, and what is wrong with it. */
export interface Instructions {
  readonly steps: readonly Step[];
  readonly warnings: readonly Warning[];
}

/** Longest text of a reply ("Message resource: Body"). */
const BODY_LIMIT = 1_600;
const MEDIA_LIMIT = 10;

const methodOf = (element: XmlElement) =>
  element.attributes['method']?.toUpperCase() === 'GET' ? 'GET' : 'POST';
const named = (element: XmlElement, name: string) => element.children.filter((child) => child.name === name);
const orNull = (text: string | undefined) => (text === undefined || text.trim() === '' ? null : text.trim());

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function replyOf(element: XmlElement): Reply {
  const texts = named(element, 'Body').map(({ text }) => text);
  const body = (texts.length > 0 ? texts.join('') : element.text).trim();
  const action = orNull(element.attributes['action']);
  return {
    body: body === '' ? null : body,
    mediaUrls: named(element, 'Media').map(({ text }) => text.trim()),
    to: orNull(element.attributes['to']),
    from: orNull(element.attributes['from']),
    statusCallback: orNull(element.attributes['statusCallback']),
    action: action === null ? null : { url: action, method: methodOf(element) },
  };
}

function faultOf({ body, mediaUrls }: Reply): Warning | null {
  const fault = (message: string) => ({ code: 14103, message }) as const;
  if (body === null && mediaUrls.length === 0) return fault('A Message has neither text nor media');
  if ((body ?? '').length > BODY_LIMIT) return fault(`A Message is longer than ${BODY_LIMIT} characters`);
  if (mediaUrls.length > MEDIA_LIMIT) return fault(`A Message has more than ${MEDIA_LIMIT} media`);
  return mediaUrls.every(isHttpUrl) ? null : fault('A medium of a Message is no http or https URL');
}

function stepsOf(root: XmlElement): Instructions {
  const steps: Step[] = [];
  const warnings: Warning[] = [];
  if (root.text.trim() !== '') warnings.push({ code: 12200, message: 'There is text outside of the verbs' });
  for (const verb of root.children) {
    if (verb.name === 'Redirect') {
      // What comes after it is never reached.
      steps.push({ kind: 'redirect', url: verb.text.trim(), method: methodOf(verb) });
      break;
    }
    if (verb.name !== 'Message' && verb.name !== 'Sms') {
      warnings.push({ code: 14110, message: `${verb.name} is no verb of an answer to a text` });
      continue;
    }
    const reply = replyOf(verb);
    const fault = faultOf(reply);
    if (fault !== null) warnings.push(fault);
    else steps.push({ kind: 'reply', reply });
    if (fault === null && reply.action !== null) break;
  }
  return { steps, warnings };
}

/** Whether the media type is one TwiML is sent in. */
export function isXmlType(contentType: string | null): boolean {
  return (
    contentType !== null && /^(text\/xml|application\/xml|text\/html|application\/.+\+xml)$/.test(contentType)
  );
}

/**
 * Reads an answer: TwiML, or plain text, which is a reply of its own. An answer with nothing in it asks for nothing.
 * What cannot be carried out is left out, with a warning.
 */
export function readTwiml(contentType: string | null, body: string): Instructions {
  if (body.trim() === '') return { steps: [], warnings: [] };
  if (!isXmlType(contentType)) {
    const reply: Reply = {
      body: body.trim(),
      mediaUrls: [],
      to: null,
      from: null,
      statusCallback: null,
      action: null,
    };
    const fault = faultOf(reply);
    return fault === null
      ? { steps: [{ kind: 'reply', reply }], warnings: [] }
      : { steps: [], warnings: [fault] };
  }
  const root = readXml(body);
  if (root.name !== 'Response') {
    return {
      steps: [],
      warnings: [{ code: 12200, message: `A document is a Response, this one is a ${root.name}` }],
    };
  }
  return stepsOf(root);
}

/** Why the answer is no XML; null when it is, or need not be. */
export function parseFailure(contentType: string | null, body: string): Warning | null {
  if (!isXmlType(contentType) || body.trim() === '') return null;
  try {
    readXml(body);
    return null;
  } catch (error) {
    if (error instanceof UnreadableXml)
      return { code: 12100, message: `The answer is no XML: ${error.message}` };
    throw error;
  }
}
