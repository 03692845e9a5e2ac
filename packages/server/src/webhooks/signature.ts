// X-Twilio-Signature: how a receiver knows that a webhook comes from its own account's server.
import { createHmac } from 'node:crypto';

/**
 * The `X-Twilio-Signature` of a request: HMAC-SHA1 under the account's auth token, in base64, over the URL as
 * called and the form's names and values in the order of the names. A GET has its parameters in the URL and an
 * empty form. The rule is "Validating Signatures from Twilio" in Twilio's security documentation.
 */
export function signatureOf(
  authToken: string,
  url: string,
  form: Readonly<Record<string, string>> = {},
): string {
  const signed = Object.keys(form)
    .sort()
    .reduce((text, name) => text + name + form[name], url);
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}
