// The HTTP request a delivery becomes: URL, headers and body, signed with the token of its account.
import type { WebhookDeliveryRow } from '#storage/schema/platform.ts';
import { signatureOf } from './signature.ts';

/** A request ready to be sent. */
export interface SignedRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null when there is none. */
  readonly body: Buffer | null;
}

type Delivery = Pick<WebhookDeliveryRow, 'sid' | 'url' | 'method' | 'parameters'> &
  Partial<Pick<WebhookDeliveryRow, 'attempts'>>;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function credentialsOf(url: URL): Record<string, string> {
  if (url.username === '' && url.password === '') return {};
  const pair = `${decoded(url.username)}:${decoded(url.password)}`;
  return { Authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
}

/** What is encoded as a form is well-formed Unicode; the signature must be over the same characters. */
function wellFormed(parameters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name.toWellFormed(), String(value).toWellFormed()]),
  );
}

/** A parameter of this name tells the receiver how many attempts were made before this one. */
const RETRY_COUNT = 'RetryCount';

function parametersOf(delivery: Delivery): Record<string, string> {
  const parameters = wellFormed(JSON.parse(delivery.parameters));
  if (parameters[RETRY_COUNT] !== undefined) parameters[RETRY_COUNT] = String(delivery.attempts ?? 0);
  return parameters;
}

/**
 * Builds the request of a delivery. A user name and password in the URL become Basic authentication and are not
 * part of what is signed, since the receiver does not see them in its URL. `I-Twilio-Idempotency-Token` is the
 * delivery's SID, the same for every attempt.
 */
export function signedRequest(delivery: Delivery, authToken: string): SignedRequest {
  const configured = new URL(delivery.url);
  const parameters = parametersOf(delivery);
  const credentials = credentialsOf(configured);
  const url = new URL(configured);
  url.username = '';
  url.password = '';
  url.hash = '';
  const isPost = delivery.method === 'POST';
  const encoded = new URLSearchParams(parameters).toString();
  if (!isPost && encoded !== '') url.search = url.search === '' ? encoded : `${url.search}&${encoded}`;
  const body = isPost ? Buffer.from(encoded) : null;
  return {
    url,
    method: delivery.method,
    body,
    headers: {
      Accept: '*/*',
      'Accept-Encoding': 'identity',
      'User-Agent': 'Parley',
      'I-Twilio-Idempotency-Token': delivery.sid,
      'X-Twilio-Signature': signatureOf(authToken, url.href, isPost ? parameters : {}),
      ...credentials,
      ...(body === null
        ? {}
        : {
            'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
            'Content-Length': String(body.length),
          }),
    },
  };
}
