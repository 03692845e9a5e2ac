// The URL of a webhook as it is called and signed.

/** Bytes of the longest URL that is called; an index over URLs must hold it. */
const LONGEST_URL = 2_048;

/** The URL that is called, or why none can be. */
export type Target = { readonly url: URL } | { readonly refusal: string };

/**
 * Reads a webhook's URL: http and https only. The fragment is dropped, since it never reaches the receiver; a
 * default port is dropped too, because `X-Twilio-Signature` is computed without it.
 */
export function readTarget(text: string): Target {
  if (Buffer.byteLength(text) > LONGEST_URL) return { refusal: 'The URL is longer than 2048 bytes' };
  if (!URL.canParse(text)) return { refusal: 'The URL is not valid' };
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { refusal: 'The URL is neither http nor https' };
  }
  url.hash = '';
  return { url };
}

/** The URL for people to read: a password in it is not shown. */
export function shownUrl(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.password === '') return text;
  url.password = '***';
  return url.href;
}
