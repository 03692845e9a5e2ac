// Which product a request is for: by the first label of its Host, or by the first segment of its path.
import type { IncomingMessage } from 'node:http';

/** Products with their own prefix and host name. */
export const PRODUCTS = [
  'flex-api',
  'taskrouter',
  'proxy',
  'chat',
  'conversations',
  'content',
  'messaging',
  'api',
  'studio',
  'serverless',
  'sync',
  'webhooks',
  'event-bridge',
  'tsock',
  'iam',
  'lookups',
  'mcs',
  'outbound',
  'operations',
  'desk',
] as const;

export type Product = (typeof PRODUCTS)[number];

/** Other names a product answers to. */
const ALIASES: Record<string, Product> = { 'ip-messaging': 'chat' };

const labels = new Set<string>([...PRODUCTS, ...Object.keys(ALIASES)]);

/** `desk.example.com` is the likely name of a whole server, so it names no product. */
const hostLabels = new Set([...labels].filter((label) => label !== 'desk'));

/** How a request named its product; kept on the raw request because routing needs it before anything else. */
interface AddressedRequest extends IncomingMessage {
  /** What absolute URLs put after the host: empty when the Host names the product, `/chat` when the path does. */
  parleyPrefix?: string;
}

/** The path the router sees: always `/<product>/…`, whichever way the client named the product. */
export function routedUrl(request: IncomingMessage): string {
  const addressed = request as AddressedRequest;
  const url = request.url ?? '/';
  const hostLabel = (request.headers.host ?? '').split('.', 1)[0]!.toLowerCase();
  if (hostLabels.has(hostLabel)) {
    addressed.parleyPrefix = '';
    return `/${ALIASES[hostLabel] ?? hostLabel}${url}`;
  }
  const end = url.indexOf('/', 1);
  const segment = url.slice(1, end === -1 ? undefined : end);
  if (!labels.has(segment)) return url;
  addressed.parleyPrefix = `/${segment}`;
  const alias = ALIASES[segment];
  return alias === undefined ? url : `/${alias}${url.slice(segment.length + 1)}`;
}

/** The prefix absolute URLs of this request's product need. */
export function prefixOf(request: IncomingMessage): string {
  return (request as AddressedRequest).parleyPrefix ?? '';
}

const HOST = /^[A-Za-z0-9.\-_[\]:]{1,255}$/;

/** The origin the client used, so that the URLs in answers lead back the same way. */
export function originOf(protocol: string, host: string | undefined): string {
  return `${protocol}://${host !== undefined && HOST.test(host) ? host : 'localhost'}`;
}
