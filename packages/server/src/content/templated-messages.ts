// Messages made from templates: what each says, rendered when it is accepted for sending.
import { parseAddress } from '#kernel/phone.ts';
import type { Reader } from '#storage/database.ts';
import { renderContent } from './render.ts';
import { contentKey, findContents } from './stored.ts';

/** Twilio's code for a template that is not there. */
const NO_TEMPLATE = 63027;

/** A message that may be made from a template. */
export interface Templated {
  readonly accountSid: string;
  readonly to: string;
  readonly body: string | null;
  readonly mediaUrls?: readonly string[];
  readonly contentSid?: string | null | undefined;
  /** JSON object of the values of the template's variables. */
  readonly contentVariables?: string | null | undefined;
  /** Error code of a message that cannot leave at all. */
  readonly refusedWith?: number;
}

/**
 * The messages with what their templates say in place of body and media, in their order. One whose template is not
 * there or cannot be rendered is given the code it fails with: 63027, or what `renderContent` says. Messages without a
 * template stay what they are, and cost no statement.
 */
export async function renderTemplates<Message extends Templated>(
  db: Reader,
  messages: readonly Message[],
): Promise<readonly Message[]> {
  const names = messages.flatMap(({ accountSid, contentSid }) =>
    contentSid == null ? [] : [{ accountSid, contentSid }],
  );
  if (names.length === 0) return messages;
  const contents = await findContents(db, names);
  return messages.map((message) => {
    const { accountSid, contentSid } = message;
    if (contentSid == null) return message;
    const content = contents.get(contentKey(accountSid, contentSid));
    if (content === undefined) return { ...message, refusedWith: message.refusedWith ?? NO_TEMPLATE };
    const channel = parseAddress(message.to)?.channel ?? 'sms';
    const rendered = renderContent(content, message.contentVariables, channel);
    if ('refusedWith' in rendered) {
      return { ...message, refusedWith: message.refusedWith ?? rendered.refusedWith };
    }
    return { ...message, body: rendered.body, mediaUrls: rendered.media };
  });
}
