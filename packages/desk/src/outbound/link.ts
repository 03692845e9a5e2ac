// Links of other programs that begin a message: `/?to=…&name=…`, made by CRMs.
import { CHANNELS, type Channel } from './channels.ts';

/** What a link says of the message. */
export interface LinkedMessage {
  readonly to: string;
  readonly name: string | null;
  readonly channel: Channel | null;
  readonly body: string | null;
}

/** A plus sign that was not encoded arrives as a space: it is put back where a number begins with one. */
function withPlus(to: string): string {
  return to
    .replace(/^((?:sms|whatsapp):)? +(?=\d{7})/, (_whole, channel?: string) => `${channel ?? ''}+`)
    .trim();
}

/** The message a query begins; null when it names no recipient. */
export function linkedMessage(search: string): LinkedMessage | null {
  const query = new URLSearchParams(search);
  const to = withPlus(query.get('to') ?? '');
  if (to === '') return null;
  const channel = CHANNELS.find((one) => one === query.get('channel')) ?? null;
  return { to, name: query.get('name')?.trim() || null, channel, body: query.get('body') };
}
