// The transport inside every SDK people run, from the oldest to the newest: it connects, carries requests, renews its
// token and comes back when the server restarts.
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolDatabases } from '../support/databases.ts';
import { openSync, type SyncDesk, until } from './sync-fixture.ts';

const require = createRequire(import.meta.url);

/** The SDKs, by the npm alias of each, and the version of the transport inside. */
const SDKS = [
  { name: 'twilio-chat 3.4', module: 'twilio-chat3' },
  { name: 'twilio-chat 6', module: 'twilio-chat' },
  { name: '@twilio/conversations 2.7', module: 'conversations2' },
  { name: '@twilio/conversations 3', module: '@twilio/conversations' },
] as const;

/** What the transports of all versions have. */
interface Transport {
  on(event: string, listener: (argument: never) => void): unknown;
  connect(): void;
  disconnect(): Promise<void>;
  updateToken(token: string): Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: tests know the shape they ask for
  get(url: string, headers: object, grant?: string): Promise<{ body: any }>;
  // biome-ignore lint/suspicious/noExplicitAny: tests know the shape they ask for
  post(url: string, headers: object, body: object, grant?: string): Promise<{ body: any }>;
}

function transportOf(module: string, token: string, uri: string): Transport {
  const { TwilsockClient } = createRequire(require.resolve(module))('twilsock');
  return new TwilsockClient(token, 'data_sync', { twilsock: { uri } });
}

describe.each(protocolDatabases())('the transports of SDKs on $name', ({ create }) => {
  let desk: SyncDesk;
  beforeAll(async () => {
    desk = await openSync(create);
  });
  afterAll(() => desk.close());

  it.each(SDKS)('of $name', async ({ name, module }) => {
    const transport = transportOf(module, desk.token(), desk.address);
    const isConnected = (state: string) => state === 'connected';
    const connected = until(transport, 'stateChanged', isConnected);
    transport.connect();
    await connected;
    const headers = { 'Content-Type': 'application/json' };
    const documents = 'https://cds.us1.twilio.com/v3/Documents';
    const made = await transport.post(documents, headers, { unique_name: name, data: { text: 'ü€𝒳' } });
    await transport.updateToken(desk.token({ ttl: 7_200 }));
    const back = until(transport, 'stateChanged', isConnected);
    await desk.restart();
    await back;
    const found = await transport.get(`${documents}/${encodeURIComponent(name)}`, headers);
    expect(found.body).toMatchObject({ sid: made.body.sid, data: { text: 'ü€𝒳' } });
    await expect(transport.get(`${documents}/none`, headers)).rejects.toMatchObject({
      status: 404,
      body: { code: 54100 },
    });
    await transport.disconnect();
  });
});
