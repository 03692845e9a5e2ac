// The official SDK pointed at Parley, or at any other server that speaks the same API.
import twilio, { type Twilio } from 'twilio';

/** Product behind each domain object of the SDK that the outbound functions use. */
const PRODUCTS = {
  flexApi: 'flex-api',
  proxy: 'proxy',
  chat: 'chat',
  taskrouter: 'taskrouter',
  conversations: 'conversations',
  messaging: 'messaging',
  api: 'api',
} as const;

/**
 * A client of the server at `baseUrl` (`http://127.0.0.1:8080`). Without a base URL it is an ordinary client of
 * Twilio. An API key as the user needs the account it belongs to.
 */
export function outboundClient(
  user: string,
  password: string,
  baseUrl?: string,
  accountSid: string = user,
): Twilio {
  const client = twilio(user, password, { accountSid });
  if (baseUrl === undefined) return client;
  const origin = baseUrl.replace(/\/+$/, '');
  for (const [domain, product] of Object.entries(PRODUCTS)) {
    client[domain as keyof typeof PRODUCTS].baseUrl = `${origin}/${product}`;
  }
  return client;
}
