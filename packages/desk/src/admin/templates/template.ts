// What a template consists of, and what a customer sees of it.
import { filled } from '#desk/text/template-words.ts';

/** The kinds the form writes. */
export const TYPES = [
  'twilio/text',
  'twilio/media',
  'twilio/quick-reply',
  'twilio/call-to-action',
  'twilio/list-picker',
] as const;

export type TemplateType = (typeof TYPES)[number];

/** What the form holds. */
export interface Draft {
  readonly type: TemplateType;
  readonly body: string;
  readonly media: string;
  readonly button: string;
  /** One a line: words, then `|` and what goes with them. */
  readonly lines: string;
}

/** What a customer sees, whatever the kind. */
export interface Look {
  readonly body: string;
  readonly media: string | null;
  /** Words of the buttons, or of the choices behind one. */
  readonly buttons: readonly string[];
  readonly opener: string | null;
}

type Json = Readonly<Record<string, unknown>>;

function linesOf(text: string): readonly (readonly [words: string, more: string])[] {
  return text
    .split('\n')
    .map((line) => line.split('|', 2).map((part) => part.trim()))
    .filter(([words]) => words)
    .map(([words = '', more = '']) => [words, more] as const);
}

/** An identifier of what was chosen, from its words: `Yes, please` is `yes_please`. */
function idOf(words: string, index: number): string {
  const id = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
  return id || `choice_${index + 1}`;
}

/** The draft as the API takes it, under its kind. */
export function typesOf({ type, body, media, button, lines }: Draft): Readonly<Record<string, Json>> {
  const entries = linesOf(lines);
  switch (type) {
    case 'twilio/text':
      return { [type]: { body } };
    case 'twilio/media':
      return { [type]: { ...(body === '' ? {} : { body }), media: [media.trim()] } };
    case 'twilio/quick-reply': {
      const actions = entries.map(([title], index) => ({
        type: 'QUICK_REPLY',
        title,
        id: idOf(title, index),
      }));
      return { [type]: { body, actions } };
    }
    case 'twilio/call-to-action': {
      const actions = entries.map(([title, more]) =>
        /^\+?\d/.test(more)
          ? { type: 'PHONE_NUMBER', title, phone: more }
          : { type: 'URL', title, url: more },
      );
      return { [type]: { body, actions } };
    }
    case 'twilio/list-picker': {
      const items = entries.map(([item, description], index) => ({
        item,
        id: idOf(item, index),
        ...(description === '' ? {} : { description }),
      }));
      return { [type]: { body, button, items } };
    }
  }
}

function texts(list: unknown, key: string): readonly string[] {
  return Array.isArray(list) ? list.map((item: Json) => String(item[key] ?? '')).filter(Boolean) : [];
}

/** What a customer sees of a template; the richest of its kinds, for that is the one sent where it can be. */
export function lookOf(
  types: Readonly<Record<string, Json>>,
  values: Readonly<Record<string, string>>,
): Look {
  const content = Object.values(types).at(-1) ?? {};
  const buttons = [...texts(content['actions'], 'title'), ...texts(content['items'], 'item')];
  const media = Array.isArray(content['media']) ? content['media'][0] : content['media'];
  return {
    body: filled(String(content['body'] ?? content['title'] ?? ''), values),
    media: media ? filled(String(media), values) : null,
    buttons: buttons.map((button) => filled(button, values)),
    opener: content['button'] ? String(content['button']) : null,
  };
}

/** A name WhatsApp takes, from the name people gave. */
export function approvalName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 512);
}
