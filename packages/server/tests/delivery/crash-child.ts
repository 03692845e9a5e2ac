// A server process of its own, for the test that kills it: it accepts texts without end and prints each one's SID.
import { readConfig } from '#config/config.ts';
import { sendMessage } from '#delivery/delivery.ts';
import { newSid } from '#kernel/sid.ts';
import { buildApp } from '#server/app.ts';
import { openContext } from '#server/context.ts';

const config = readConfig({
  DATABASE_URL: process.argv[2],
  PORT: '0',
  PARLEY_SEED: 'false',
  LOG_LEVEL: 'silent',
});
const context = await openContext(config);
await buildApp(context).start();
const accountSid = newSid('AC');

async function sendWithoutEnd(lane: number): Promise<never> {
  for (let count = 0; ; count += 1) {
    const { sid } = await context.database.transaction((tx) =>
      sendMessage(tx, {
        accountSid,
        from: '+15550100001',
        to: `+1555012${1_000 + lane}`,
        body: `${count}`,
        direction: 'outbound-api',
      }),
    );
    process.stdout.write(`${sid}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, lane) => sendWithoutEnd(lane)));
