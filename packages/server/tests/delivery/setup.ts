// A delivery layer without HTTP around it: a context, a send loop and a carrier the test plays itself.
import { readConfig } from '#config/config.ts';
import { sendMessage } from '#delivery/messages/send.ts';
import { SendLoop } from '#delivery/outbox/send-loop.ts';
import type { Connector, SendResult } from '#delivery/port.ts';
import { manualClock } from '#kernel/clock.ts';
import { newSid } from '#kernel/sid.ts';
import { openContext } from '#server/context.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';

export const OWN = '+15550100001';
export const CUSTOMER = '+15550100077';

/** Opens a context on the database, with a clock the test moves. */
export async function openDelivery(databaseUrl: string) {
  const clock = manualClock();
  const config = readConfig({ DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' });
  const context = await openContext(config, clock);
  const accountSid = newSid('AC');
  const send = (body: string, to = CUSTOMER, validitySeconds = 36_000) =>
    context.database.transaction((tx) =>
      sendMessage(tx, { accountSid, from: OWN, to, body, direction: 'outbound-api', validitySeconds }),
    );
  const statusOf = async (sid: string) => {
    const row = await context.database.read
      .selectFrom('carrier_messages')
      .select(['status', 'error_code'])
      .where('sid', '=', sid)
      .executeTakeFirstOrThrow();
    return row.error_code === null ? row.status : `${row.status} ${row.error_code}`;
  };
  const outboxSize = async () =>
    (await context.database.read.selectFrom('outbox').selectAll().execute()).length;
  const loopWith = (...connectors: Connector[]) =>
    new SendLoop(context.database, clock, context.log, connectors);
  return { clock, context, accountSid, send, statusOf, outboxSize, loopWith };
}

export type Delivery = Awaited<ReturnType<typeof openDelivery>>;

/** A carrier that answers as the test says and keeps what it was given. */
export function carrier(answer: (message: CarrierMessageRow) => SendResult | Promise<SendResult>) {
  const given: string[] = [];
  const connector: Connector = {
    name: 'carrier',
    carries: () => true,
    async send(batch) {
      const results: SendResult[] = [];
      for (const message of batch) {
        given.push(message.body ?? '');
        results.push(await answer(message));
      }
      return results;
    },
  };
  return { connector, given };
}
