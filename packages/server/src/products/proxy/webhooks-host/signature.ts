// Whether a request was signed by somebody who knows the account's auth token.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RawInput } from '#http/form-body.ts';

/** A form's names and values as they are signed: each value of a repeated name once, in their order. */
function signedForm(form: RawInput): string {
  return Object.keys(form)
    .sort()
    .flatMap((name) => {
      const values = Array.isArray(form[name]) ? form[name] : [form[name]];
      return [...new Set(values.map((value) => String(value ?? '')))].sort().map((value) => name + value);
    })
    .join('');
}

/** Senders sign the URL with or without the port that goes without saying. */
function spellings(url: string): string[] {
  const parsed = new URL(url);
  const [, scheme = '', authority = '', rest = ''] = /^(https?:\/\/)([^/?#]*)(.*)$/.exec(url) ?? [];
  const bare = authority.replace(/:\d+$/, '');
  const port = parsed.protocol === 'https:' ? 443 : 80;
  return [...new Set([url, `${scheme}${bare}${rest}`, `${scheme}${bare}:${parsed.port || port}${rest}`])];
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/**
 * Whether `X-Twilio-Signature` is that of the URL as it was called and the form that was posted, by the rule of
 * "Validating Signatures from Twilio". A GET has an empty form.
 */
export function isSignedWith(authToken: string, signature: string, url: string, form: RawInput): boolean {
  if (!URL.canParse(url)) return false;
  const text = signedForm(form);
  return spellings(url)
    .map((spelling) =>
      createHmac('sha1', authToken)
        .update(spelling + text, 'utf8')
        .digest('base64'),
    )
    .some((expected) => isSame(signature, expected));
}
