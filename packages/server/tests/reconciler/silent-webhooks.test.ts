// Webhooks without filters hear nothing: a conversation that only they would look after is found all the same.
import { describe, expect, it } from 'vitest';
import { freshNumber } from '../conversations/conversation-fixture.ts';
import { openCentre } from '../flex/interactions/interaction-fixture.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { findings } from './reconciler-fixture.ts';

const DAY = 86_400_000;
const NOWHERE = 'http://127.0.0.1:1';

describe.each(databases())('silent webhooks on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });

  it.each(['account', 'service', 'chat service'])(
    'complaint: an empty list of filters is silence, and nobody notices (webhook of the %s)',
    async (whose) => {
      const { account, client, v1, centreNumber } = await openCentre(server);
      const { sid } = await v1.conversations.create({});
      await v1.conversations(sid).participants.create({
        'messagingBinding.address': freshNumber(),
        'messagingBinding.proxyAddress': centreNumber,
      });
      const { chatServiceSid } = await v1.conversations(sid).fetch();
      const listen = async (filters?: string[]) => {
        const hooks = { postWebhookUrl: NOWHERE, ...(filters === undefined ? {} : { filters }) };
        if (whose === 'account') await v1.configuration.webhooks().update(hooks);
        else if (whose === 'service') {
          await v1.services(chatServiceSid).configuration.webhooks().update(hooks);
        } else {
          const { postWebhookUrl, filters: webhookFilters } = { filters: [], ...hooks };
          await client.chat.v2.services(chatServiceSid).update({ postWebhookUrl, webhookFilters });
        }
      };
      const found = async () =>
        (await findings(server, account, 'conversation-without-agent')).map((one) => one.subject_sid);
      await listen();
      await server.advance(DAY);
      expect(await found()).toEqual([sid]);
      await listen([whose === 'chat service' ? 'onMessageSent' : 'onMessageAdded']);
      expect(await found()).toEqual([]);
    },
  );
});
