// A server on each database, and its chat through the oldest and the newest SDK that people run.
import { describe } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';

/** The SDK majors chat is tested through. */
const CHAT_SDKS = [
  { sdk: 'twilio 6', module: 'twilio' },
  { sdk: 'twilio 3.84.1', module: 'twilio3' },
] as const;

/** What a test of chat needs. */
export interface ChatFixture {
  readonly server: TestServer;
  /** A new service of the account, by its SID. */
  newService(): Promise<Service>;
  /** The client of the account. */
  client(): ReturnType<typeof sdkClient>;
}

/** A service as the SDK sees it. */
export type Service = ReturnType<ReturnType<typeof sdkClient>['chat']['v2']['services']['get']>;

function describeOn(
  name: string,
  modules: readonly { readonly sdk: string; readonly module: string }[],
  tests: (fixture: ChatFixture) => void,
): void {
  describe.each(databases())(`${name} on $name`, ({ create }) => {
    let server: TestServer;
    useServer(create, (started) => {
      server = started;
    });
    describe.each(modules)('through $sdk', ({ module }) => {
      const client = () => sdkClient(server.url, server.account, module);
      tests({
        get server() {
          return server;
        },
        client,
        async newService() {
          const { sid } = await client().chat.v2.services.create({ friendlyName: 'Flex Chat Service' });
          return client().chat.v2.services(sid);
        },
      });
    });
  });
}

/** Tests on every database, through every SDK. */
export function describeChat(name: string, tests: (fixture: ChatFixture) => void): void {
  describeOn(name, CHAT_SDKS, tests);
}

/** Tests on every database, where it does not matter how requests are made. */
export function describeChatOnce(name: string, tests: (fixture: ChatFixture) => void): void {
  describeOn(name, CHAT_SDKS.slice(0, 1), tests);
}
