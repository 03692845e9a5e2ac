// Requests with mistakes in them: each is refused with Twilio's code, says which parameter is at fault, and changes
// nothing that is stored.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { chatChannels } from './bad-input/chat-channels.ts';
import { chatInvitesAndHooks } from './bad-input/chat-invites-and-hooks.ts';
import { chatServices } from './bad-input/chat-services.ts';
import { content } from './bad-input/content.ts';
import { conversationConfiguration } from './bad-input/conversation-configuration.ts';
import { conversationMistakes } from './bad-input/conversations.ts';
import { desk } from './bad-input/desk.ts';
import { deskDataMistakes } from './bad-input/desk-data.ts';
import { flex } from './bad-input/flex.ts';
import { http } from './bad-input/http.ts';
import { interactionMistakes } from './bad-input/interactions.ts';
import { messaging } from './bad-input/messaging.ts';
import { paging } from './bad-input/paging.ts';
import { proxy } from './bad-input/proxy.ts';
import { type BadRequest, concrete } from './bad-input/row.ts';
import { syncMistakes } from './bad-input/sync.ts';
import { taskrouterRouting } from './bad-input/taskrouter-routing.ts';
import { taskrouterStatistics } from './bad-input/taskrouter-statistics.ts';
import { taskrouterWork } from './bad-input/taskrouter-work.ts';
import { webhooks } from './bad-input/webhooks.ts';
import { expectRefusal } from './expect-refusal.ts';
import { type Population, populate } from './population.ts';
import { changedRows, type StoredRows, storedRows } from './stored-rows.ts';
import { Wire } from './wire.ts';

const TABLES: readonly (readonly [string, readonly BadRequest[]])[] = [
  ['HTTP itself', http],
  ['lists', paging],
  ['services of Programmable Chat', chatServices],
  ['channels of Programmable Chat', chatChannels],
  ['what hangs on channels of Programmable Chat', chatInvitesAndHooks],
  ['configuration of Conversations', conversationConfiguration],
  ['Conversations', conversationMistakes],
  ['Messaging', messaging],
  ['Content', content],
  ['Proxy', proxy],
  ['webhooks', webhooks],
  ['routing in TaskRouter', taskrouterRouting],
  ['work in TaskRouter', taskrouterWork],
  ['statistics of TaskRouter', taskrouterStatistics],
  ['Flex', flex],
  ['Flex Interactions', interactionMistakes],
  ['Sync', syncMistakes],
  ['desk data', deskDataMistakes],
  ['the desk', desk],
];

/** Mistakes the tables must hold, so that none is dropped by accident. */
const FEWEST = 450;

describe.each(databases())('malformed requests on $name', ({ create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;
  let wire: Wire;
  let own: Population;
  let other: Population;

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    wire = new Wire(server);
    own = await populate(server, wire, server.account, 0);
    other = await populate(server, wire, await server.addAccount(), 1);
  });
  afterAll(async () => {
    wire.close();
    await server.stop();
    await dispose();
  });

  describe.each(TABLES)('%s', (_, rows) => {
    let before: StoredRows;
    beforeAll(async () => {
      await server.settled();
      before = await storedRows(server);
    });

    it.each(rows.map((row) => [row.name, row] as const))('%s', async (_name, row) => {
      const request = concrete(row, own, other);
      const answer = await wire.send(row.isAnonymous ? null : own.account, request);
      expectRefusal(answer, row);
    });

    it('change nothing', async () => {
      await server.settled();
      expect(changedRows(before, await storedRows(server))).toEqual([]);
    });
  });

  it(`are at least ${FEWEST}, each under a name of its own`, () => {
    const names = TABLES.flatMap(([table, rows]) => rows.map((row) => `${table}: ${row.name}`));
    expect(names.length).toBeGreaterThanOrEqual(FEWEST);
    expect(new Set(names).size).toBe(names.length);
  });
});
