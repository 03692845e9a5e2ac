// Asking a carrier for a file: only at addresses that may be called, also after it has sent us elsewhere.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { allowedAddresses } from '#webhooks/webhooks.ts';

const MOST_REDIRECTS = 3;
const ANSWER_LIMIT_MS = 30_000;

/** The carrier does not give the file, and will not when asked again. */
export class SourceRefused extends Error {}

async function ask(url: URL, networks: 'any' | 'public'): Promise<IncomingMessage> {
  const addresses = await allowedAddresses(url.hostname, networks);
  // Connecting asks this instead of the resolver, so that it can only reach what was checked.
  const lookup: LookupFunction = (_hostname, options, callback) => {
    if (options.all) callback(null, [...addresses]);
    else callback(null, addresses[0]!.address, addresses[0]!.family);
  };
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = send(url, {
      lookup,
      agent: false,
      headers: { Accept: '*/*', 'Accept-Encoding': 'identity', 'User-Agent': 'Parley' },
    });
    sent.setTimeout(ANSWER_LIMIT_MS, () => sent.destroy(new Error('The carrier was silent for too long')));
    sent.on('response', resolve).on('error', reject);
    sent.end();
  });
}

function nextOf(url: URL, answer: IncomingMessage): URL | null {
  const { location } = answer.headers;
  if (location === undefined || ![301, 302, 303, 307, 308].includes(answer.statusCode ?? 0)) return null;
  if (!URL.canParse(location, url)) throw new SourceRefused('The carrier sends us to no address');
  const next = new URL(location, url);
  if (next.protocol !== 'http:' && next.protocol !== 'https:') {
    throw new SourceRefused('The carrier sends us to an address that is neither http nor https');
  }
  return next;
}

/**
 * Opens the file at an address. Rejects with `SourceRefused` or `ForbiddenAddress` where asking again is useless,
 * else with what went wrong.
 */
export async function openSource(address: string, networks: 'any' | 'public'): Promise<IncomingMessage> {
  let url = new URL(address);
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    const answer = await ask(url, networks);
    const next = nextOf(url, answer);
    if (next === null) {
      const status = answer.statusCode ?? 0;
      if (status === 200) return answer;
      answer.destroy();
      if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
        throw new SourceRefused(`The carrier answers ${status}`);
      }
      throw new Error(`The carrier answers ${status}`);
    }
    answer.destroy();
    url = next;
  }
  throw new SourceRefused('The carrier sends us on and on');
}
