// From a template and values to what a phone shows: the pure heart of content templates.
import type { ChannelKind } from '#kernel/phone.ts';
import type { ContentRow } from '#storage/schema/content.ts';
import { fillPlaceholders, variablesIn } from './placeholders.ts';
import { CONTENT_TYPES, type ContentType } from './type-schemas.ts';
import { readVariables } from './variables.ts';

/** Twilio's code for a variable that has neither a value nor a sample to fall back to. */
const MISSING_VALUE = 63028;
/** Twilio's code for a text that became too long. */
const TOO_LONG = 21617;
const LONGEST_TEXT = 1_600;

/** What leaves: the text, and where its files are. */
export interface Rendered {
  readonly body: string | null;
  readonly media: readonly string[];
}

/** Why nothing can leave, by Twilio's code. */
export interface Unrenderable {
  readonly refusedWith: 21617 | 21656 | 21658 | 63028;
}

/** Types that channels show ("Channel support and priority order"). Others get the words of the plainest type. */
const PLAIN: readonly ContentType[] = ['twilio/text', 'twilio/media'];
const MESSENGER: readonly ContentType[] = [
  ...PLAIN,
  'twilio/quick-reply',
  'twilio/call-to-action',
  'twilio/card',
  'twilio/carousel',
];
const RCS: readonly ContentType[] = [...PLAIN, 'twilio/card', 'twilio/carousel'];

const SHOWN: Readonly<Partial<Record<ChannelKind, readonly ContentType[]>>> = {
  whatsapp: CONTENT_TYPES,
  messenger: MESSENGER,
  rcs: RCS,
};

/** The type of a template that a channel is sent: the richest one it shows, or else the plainest there is. */
export function typeFor(content: Pick<ContentRow, 'types'>, channel: ChannelKind): ContentType {
  const types = JSON.parse(content.types) as Record<string, unknown>;
  const present = CONTENT_TYPES.filter((type) => Object.hasOwn(types, type));
  const shown = SHOWN[channel] ?? PLAIN;
  return present.findLast((type) => shown.includes(type)) ?? (present[0] as ContentType);
}

type Fields = Readonly<Record<string, unknown>>;

const textOf = (field: unknown) => (typeof field === 'string' && field !== '' ? [field] : []);
const textsOf = (field: unknown) => (Array.isArray(field) ? field.flatMap(textOf) : []);
const lines = (...fields: unknown[]) => fields.flatMap(textOf).join('\n');

/** The words and files of one type of content, with its placeholders in it. Buttons and items stay with the type. */
function wordsOf(type: ContentType, content: Fields): { body: string; media: readonly string[] } {
  const media = textsOf(content['media']);
  switch (type) {
    case 'twilio/location':
      return {
        body: lines(content['label'], content['address'], `${content['latitude']}, ${content['longitude']}`),
        media,
      };
    case 'twilio/card':
      return { body: lines(content['title'], content['body'], content['subtitle']), media };
    case 'whatsapp/card':
      return { body: lines(content['header_text'], content['body'], content['footer']), media };
    case 'whatsapp/authentication':
      return { body: authenticationText(content), media };
    case 'twilio/schedule':
      return { body: lines(content['title']), media };
    case 'twilio/catalog':
      return { body: lines(content['title'], content['body'], content['subtitle']), media };
    default:
      return { body: lines(content['body']), media };
  }
}

/** WhatsApp words these itself around the code, which is the first variable ("whatsapp/authentication"). */
function authenticationText(content: Fields): string {
  const minutes = content['code_expiration_minutes'];
  return [
    '{{1}} is your verification code.',
    ...(content['add_security_recommendation'] === true
      ? ['For your security, do not share this code.']
      : []),
    ...(typeof minutes === 'number' ? [`This code expires in ${minutes} minutes.`] : []),
  ].join(' ');
}

/**
 * What a template says on a channel with the given values (`variables` is the JSON of `ContentVariables`). A variable
 * without a value takes its sample; one that has none either is 63028. Values that are no JSON object of non-empty
 * strings are 21656, one that is too long 21658, a text of more than 1,600 characters 21617.
 */
export function renderContent(
  content: Pick<ContentRow, 'types' | 'variables'>,
  variables: string | null | undefined,
  channel: ChannelKind,
): Rendered | Unrenderable {
  const given = readVariables(variables);
  if (typeof given === 'number') return { refusedWith: given };
  const samples = Object.entries(JSON.parse(content.variables) as Record<string, string>);
  const values = new Map([...samples.filter(([, sample]) => sample !== ''), ...given]);
  const type = typeFor(content, channel);
  const { body, media } = wordsOf(type, (JSON.parse(content.types) as Record<string, Fields>)[type]!);
  const needed = [body, ...media].flatMap(variablesIn);
  if (needed.some((name) => !values.has(name))) return { refusedWith: MISSING_VALUE };
  const filled = fillPlaceholders(body, values);
  if (filled.length > LONGEST_TEXT) return { refusedWith: TOO_LONG };
  return {
    body: filled === '' ? null : filled,
    media: media.map((address) => fillPlaceholders(address, values)),
  };
}

/** The words of a template with its placeholders in them, as a person reading a list of templates wants them. */
export function wordsWithPlaceholders(content: Pick<ContentRow, 'types'>, channel: ChannelKind): string {
  const type = typeFor(content, channel);
  return wordsOf(type, (JSON.parse(content.types) as Record<string, Fields>)[type]!).body;
}
