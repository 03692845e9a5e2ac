// The first yardstick: the same web server, form parser and authentication, and nothing behind them.
import type { App } from '../packages/server/src/app.ts';
import type { Context } from '../packages/server/src/context.ts';

/** What the path of the bare route has before the path of the real one. */
export const BARE_PREFIX = '/bare';

const SID_DIGITS = '0'.repeat(32);

/** As long as the answer to a posted message, and with the same keys. */
const answer = {
  sid: `IM${SID_DIGITS}`,
  account_sid: `AC${SID_DIGITS}`,
  attributes: '{}',
  service_sid: `IS${SID_DIGITS}`,
  to: `CH${SID_DIGITS}`,
  channel_sid: `CH${SID_DIGITS}`,
  date_created: '2026-06-01T08:00:00Z',
  date_updated: '2026-06-01T08:00:00Z',
  last_updated_by: null,
  was_edited: false,
  from: '',
  body: '',
  index: 0,
  type: 'text',
  media: null,
  url: `http://127.0.0.1:00000/chat/v2/Services/IS${SID_DIGITS}/Channels/CH${SID_DIGITS}/Messages/IM${SID_DIGITS}`,
};

/** Adds the bare route; must be called before the server listens. */
export function addBareRoute(server: App['server'], { authenticator }: Context): void {
  server.register(async (bare) => {
    bare.addHook('onRequest', async (request) => {
      await authenticator.authenticate(request.headers.authorization);
    });
    bare.post(
      `${BARE_PREFIX}/v2/Services/:ServiceSid/Channels/:ChannelSid/Messages`,
      async (request, reply) => {
        const input = request.body as { From: string; Body: string };
        reply.code(201);
        return { ...answer, from: input.From, body: input.Body };
      },
    );
  });
}
