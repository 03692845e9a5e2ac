// The two live clients of whoever is signed in, made from their tokens and kept supplied with new ones. Everything
// here is loaded after signing in; the SDKs are as their packages bring them.
import { Client } from '@twilio/conversations';
import { Worker } from 'twilio-taskrouter';
import { liveTokens } from '#desk/session/session.ts';
import { dispatch } from '#desk/state/store.ts';
import { httpAddress, socketAddress } from './addresses.ts';
import { followConversations } from './conversations-client.ts';
import { followWorker } from './worker-client.ts';

/** The SDK objects behind the state; plugins get them as they are. */
export interface LiveClients {
  /** Null for people who take no work. */
  readonly worker: Worker | null;
  readonly conversations: Client;
  /** The access token the Conversations client uses now. */
  accessToken(): string;
  close(): Promise<void>;
}

const EVENT_BRIDGE = '/event-bridge/v1/wschannels';
const TWILSOCK = '/tsock/v3/wsconnect';
/** New tokens are fetched this long before the old ones end. */
const AHEAD_MS = 5 * 60_000;
const TRY_AGAIN_MS = 15_000;

let current: LiveClients | null = null;

/** The clients of this moment; throws before `connect` and after `disconnect`. */
export function liveClients(): LiveClients {
  if (current === null) throw new Error('The live connections are not there yet');
  return current;
}

/** Connects: resolves with the clients, which become ready by and by, or with null when it was given up meanwhile. */
export async function connect(given: AbortSignal): Promise<LiveClients | null> {
  await current?.close();
  let tokens = await liveTokens();
  if (given.aborted) return null;
  const worker =
    tokens.workerToken === null
      ? null
      : new Worker(tokens.workerToken, {
          ebServer: httpAddress(EVENT_BRIDGE),
          wsServer: socketAddress(EVENT_BRIDGE),
          logLevel: 'error',
        });
  const conversations = new Client(tokens.accessToken, {
    Twilsock: { uri: socketAddress(TWILSOCK) },
    logLevel: 'error',
  });
  if (worker === null) dispatch({ type: 'link/changed', name: 'worker', link: 'open' });
  else followWorker(worker);
  followConversations(conversations);

  let renewal: ReturnType<typeof setTimeout>;
  const renew = async () => {
    try {
      tokens = await liveTokens();
      if (tokens.workerToken !== null) worker?.updateToken(tokens.workerToken);
      await conversations.updateToken(tokens.accessToken);
      schedule(tokens.expires - Date.now() - AHEAD_MS);
    } catch {
      schedule(TRY_AGAIN_MS);
    }
  };
  const schedule = (wait: number) => {
    clearTimeout(renewal);
    renewal = setTimeout(renew, Math.max(wait, TRY_AGAIN_MS));
  };
  schedule(tokens.expires - Date.now() - AHEAD_MS);
  worker?.on('tokenExpired', () => void renew());
  conversations.on('tokenAboutToExpire', () => void renew());

  current = {
    worker,
    conversations,
    accessToken: () => tokens.accessToken,
    async close() {
      clearTimeout(renewal);
      current = null;
      worker?.disconnect();
      await conversations.shutdown();
    },
  };
  return current;
}

/** Lets go of the connections. */
export async function disconnect(): Promise<void> {
  await current?.close();
}
