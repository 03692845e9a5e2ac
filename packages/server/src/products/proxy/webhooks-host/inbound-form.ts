// The form of an inbound text as carriers and Twilio itself send it ("Twilio's request to your incoming message
// webhook URL"), read and checked.
import type { RawInput } from '#http/form-body.ts';
import { invalidParameter, missingParameter } from '#kernel/errors.ts';
import { parseAddress } from '#kernel/phone.ts';
import { parseOwnAddress } from '../participants/own-address.ts';

/** What came in. */
export interface InboundForm {
  /** The sender's own name for the text. */
  readonly messageSid: string;
  readonly accountSid: string | null;
  readonly from: string;
  readonly to: string;
  readonly body: string | null;
  readonly mediaUrls: readonly string[];
}

const IDENTIFIER = /^[\x21-\x7e]{1,128}$/;
const MOST_MEDIA = 10;
const LONGEST_BODY = 65_536;

function textOf(form: RawInput, name: string): string | null {
  const value = form[name];
  const first = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : null;
}

/** The name a text told twice is known by: its SID, or the token every attempt of one webhook carries. */
function messageSidOf(form: RawInput, token: string | undefined): string {
  const sid = textOf(form, 'MessageSid') ?? textOf(form, 'SmsSid') ?? token ?? null;
  if (sid === null) throw missingParameter('MessageSid');
  if (!IDENTIFIER.test(sid)) throw invalidParameter('MessageSid', 'it is no identifier');
  return sid;
}

function mediaOf(form: RawInput): string[] {
  const count = Number(textOf(form, 'NumMedia') ?? 0);
  if (!Number.isInteger(count) || count < 0) throw invalidParameter('NumMedia', 'it is not a whole number');
  return Array.from({ length: Math.min(count, MOST_MEDIA) }, (_, position) => {
    const name = `MediaUrl${position}`;
    const url = textOf(form, name);
    if (url === null || url.length > 2_048 || !/^https?:/i.test(url) || !URL.canParse(url)) {
      throw invalidParameter(name, 'it is not an http or https URL');
    }
    return url;
  });
}

/** Reads the form; 400/20001 names what is missing or cannot be used. */
export function readInboundForm(form: RawInput, token: string | undefined): InboundForm {
  const [from, to] = [textOf(form, 'From'), textOf(form, 'To')];
  if (from === null) throw missingParameter('From');
  if (to === null) throw missingParameter('To');
  if (parseAddress(from) === null) throw invalidParameter('From', 'it is no address');
  if (parseOwnAddress(to) === null) throw invalidParameter('To', 'it is no address');
  const body = textOf(form, 'Body');
  if (body !== null && body.length > LONGEST_BODY) throw invalidParameter('Body', 'it is too long');
  return {
    messageSid: messageSidOf(form, token),
    accountSid: textOf(form, 'AccountSid'),
    from,
    to,
    body,
    mediaUrls: mediaOf(form),
  };
}
