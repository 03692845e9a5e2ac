// The buttons under a message that a template made, as its channel shows them.
import { parseAddress } from '#kernel/phone.ts';
import type { Reader } from '#storage/database.ts';
import type { ContentRow } from '#storage/schema/content.ts';
import { fillPlaceholders } from './placeholders.ts';
import { typeFor } from './render.ts';
import { contentKey, findContents } from './stored.ts';
import { readVariables } from './variables.ts';

/** A button: a reply answers with its words, the others lead somewhere. */
export interface ShownButton {
  readonly kind: 'reply' | 'url' | 'phone' | 'code';
  readonly title: string;
  /** Where it leads, whom it calls, or what it copies; null for a reply. */
  readonly target: string | null;
}

/** What the buttons of a message are read from. */
interface FromTemplate {
  readonly account_sid: string;
  readonly to_address: string;
  readonly content_sid: string | null;
  readonly content_variables: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

const objectsIn = (value: unknown): Fields[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];

function valuesOf(content: Pick<ContentRow, 'variables'>, given: string | null): ReadonlyMap<string, string> {
  const samples = Object.entries(JSON.parse(content.variables) as Record<string, string>);
  const variables = readVariables(given);
  return new Map([...samples, ...(typeof variables === 'number' ? [] : variables)]);
}

/** The items of a list and the buttons of the cards of a carousel count as buttons of the message. */
function actionsOf(fields: Fields): Fields[] {
  const items = objectsIn(fields['items']).map((item) => ({ type: 'QUICK_REPLY', title: item['item'] }));
  const cards = objectsIn(fields['cards']).flatMap((card) => objectsIn(card['actions']));
  return [...objectsIn(fields['actions']), ...items, ...cards];
}

function shown(action: Fields, values: ReadonlyMap<string, string>): ShownButton[] {
  const filled = (name: string) =>
    typeof action[name] === 'string' ? fillPlaceholders(action[name], values) : '';
  const title = filled('title') || filled('copy_code_text');
  switch (action['type'] ?? 'QUICK_REPLY') {
    case 'QUICK_REPLY':
      return title === '' ? [] : [{ kind: 'reply', title, target: null }];
    case 'URL':
      return [{ kind: 'url', title, target: filled('url') }];
    case 'PHONE_NUMBER':
      return [{ kind: 'phone', title, target: filled('phone') }];
    case 'COPY_CODE':
      return [{ kind: 'code', title: title || 'Copy code', target: filled('code') || values.get('1') || '' }];
    default:
      return [];
  }
}

/** The buttons of each message, in the order of the messages; none for a message that no template made. */
export async function buttonsOf(
  db: Reader,
  messages: readonly FromTemplate[],
): Promise<readonly (readonly ShownButton[])[]> {
  const names = messages.flatMap(({ account_sid: accountSid, content_sid: contentSid }) =>
    contentSid === null ? [] : [{ accountSid, contentSid }],
  );
  const contents = await findContents(db, names);
  return messages.map((message) => {
    const content = contents.get(contentKey(message.account_sid, message.content_sid ?? ''));
    if (content === undefined) return [];
    const type = typeFor(content, parseAddress(message.to_address)?.channel ?? 'sms');
    const fields = (JSON.parse(content.types) as Record<string, Fields>)[type] ?? {};
    const values = valuesOf(content, message.content_variables);
    return actionsOf(fields).flatMap((action) => shown(action, values));
  });
}
