// Whether what is said can be said: a body or a template with its values, not too long, and in how many parts.
import { apiError } from '#kernel/errors.ts';
import { segmentText } from '#kernel/sms-segments.ts';
import type { OutboundChannel } from './addresses.ts';
import { type Check, passed, refusedBy, warned } from './check.ts';

/** Characters a message may have. */
const LONGEST = 1_600;
/** More parts than this are worth a warning: each is paid for. */
const MANY_PARTS = 3;

/** What is to be said, as far as it could be worked out. */
export interface Words {
  readonly body: string | null;
  readonly contentSid: string | null;
  readonly contentVariables: string | null;
  /** What the template says with its values, or the code it cannot be said with; null without a template. */
  readonly template: { readonly text: string | null; readonly refusedWith: number | null } | null;
}

/** The text that reaches the customer. */
export function spokenText({ body, template }: Words): string {
  return (template === null ? body : template.text) ?? '';
}

/** Whether anything is said, and not too much. */
export function checkWords(words: Words): Check {
  const { body, contentSid, contentVariables } = words;
  const parameter = 'Body';
  if (contentSid === null && contentVariables !== null) {
    return refusedBy('words', apiError(21654, undefined, { parameter: 'ContentVariables' }));
  }
  if (contentSid !== null) return passed('words', 'The words come from the template', { contentSid });
  if (body === null || body.trim() === '')
    return refusedBy('words', apiError(21602, undefined, { parameter }));
  if (body.length > LONGEST) {
    return refusedBy('words', apiError(21617, undefined, { parameter, length: body.length, limit: LONGEST }));
  }
  return passed('words', 'The body can be sent', { length: body.length });
}

const NO_TEMPLATE = 63027;
type TemplateCode = 21617 | 21656 | 21658 | 63028;

/** Whether the template is there and has a value for each of its variables; null without a template. */
export function checkTemplate({ contentSid, template }: Words): Check | null {
  if (contentSid === null || template === null) return null;
  const { refusedWith, text } = template;
  if (refusedWith === null)
    return passed('template', 'The template has all its values', { contentSid, text });
  if (refusedWith === NO_TEMPLATE) {
    return refusedBy('template', apiError(21655, undefined, { parameter: 'ContentSid', contentSid }));
  }
  const details = { parameter: 'ContentVariables', contentSid };
  return refusedBy('template', apiError(refusedWith as TemplateCode, undefined, details));
}

/** The alphabet of the text and in how many parts it is sent; more than one only in texts by SMS. */
export function countParts(words: Words, channel: OutboundChannel): { encoding: string; segments: number } {
  const { encoding, segments } = segmentText(spokenText(words));
  return { encoding, segments: channel === 'sms' ? segments : 1 };
}

/** In how many parts the text is sent. */
export function checkSegments(words: Words, channel: OutboundChannel): Check {
  const details = { ...countParts(words, channel), characters: spokenText(words).length };
  return details.segments > MANY_PARTS
    ? warned('segments', `The text is sent in ${details.segments} parts`, details)
    : passed('segments', 'The text is short', details);
}
