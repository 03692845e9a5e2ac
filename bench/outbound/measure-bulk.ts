// Measures bulks: lists of a thousand recipients each, written to one by one, until every text is on a phone.
import { FailedCheck } from '../failed-check.ts';
import { openRows, type Rows } from '../routing/rows.ts';
import type { Store, StoreId } from '../routing/stores.ts';
import { startParley } from '../server.ts';
import { type Centre, openCentre, TASK_CHANNEL } from './centre.ts';
import { customerOf, TEXT } from './customers.ts';
import { BULK_SIZE, SENDER_PACE } from './plan.ts';
import { type Stretch, stretchesOf } from './stretches.ts';
import { watch } from './watch.ts';

/** What the bulks on one database came to. */
export interface BulkCell {
  readonly store: StoreId;
  readonly recipients: number;
  /** Seconds until the server had taken all lists. */
  readonly takenAfter: number;
  /** Seconds until every recipient had been written to. */
  readonly writtenAfter: number;
  /** Seconds until everything had come to rest, with every text on its phone. */
  readonly doneAfter: number;
  readonly stretches: readonly Stretch[];
  /** Bytes alive in the server after a collection of garbage, before and after. */
  readonly liveBefore: number;
  readonly liveAfter: number;
  /** Of the server, for each recipient. */
  readonly statements: number;
  readonly processorMs: number;
}

/** Recipients before those that count: a server that has just started compiles its code. */
const WARM_UP = 300;

/** Hands in the lists one after another; customers are numbered from `first`. */
async function handIn(
  { rest, numbers, workflowSid }: Centre,
  first: number,
  recipients: number,
): Promise<void> {
  for (let at = 0; at < recipients; at += BULK_SIZE) {
    const list = Array.from({ length: Math.min(BULK_SIZE, recipients - at) }, (_, number) => ({
      To: customerOf(first + at + number),
      CustomerName: `Jane ${at + number}`,
    }));
    await rest.post('/outbound/v1/Bulks', {
      From: numbers[(at / BULK_SIZE) % numbers.length]!,
      Mode: 'send-and-wait',
      Body: TEXT,
      'Routing.WorkflowSid': workflowSid,
      'Routing.TaskChannel': TASK_CHANNEL,
      MessagesPerSecond: String(SENDER_PACE),
      Recipients: JSON.stringify(list),
    });
  }
}

/** Everybody must have been written to once, and the text must be on their phone. */
async function check(rows: Rows, recipients: number): Promise<void> {
  const [found] = await rows.read<Record<string, number>>(
    `SELECT (SELECT CAST(count(*) AS integer) FROM outbound_bulk_items WHERE state = 'sent') AS sent,
            (SELECT CAST(count(DISTINCT to_address) AS integer) FROM outbound_conversations) AS "written to",
            (SELECT CAST(count(*) AS integer) FROM threads) AS conversations,
            (SELECT CAST(count(*) AS integer) FROM carrier_messages WHERE status = 'delivered') AS delivered,
            (SELECT CAST(count(DISTINCT phone_address) AS integer) FROM handset_messages) AS phones,
            (SELECT CAST(count(*) AS integer) FROM handset_messages) AS texts`,
  );
  for (const [what, count] of Object.entries(found!)) {
    if (count !== recipients) throw new FailedCheck(`${recipients} recipients of bulks: ${count} ${what}`);
  }
}

/** Writes to so many recipients on a server of its own. */
export async function measureBulk(
  store: Store,
  recipients: number,
  folder: string,
  running: AsyncDisposableStack,
): Promise<BulkCell> {
  await using own = running.use(new AsyncDisposableStack());
  const databaseUrl = await store.create();
  own.defer(() => store.remove(databaseUrl));
  const server = await startParley(own, databaseUrl, folder);
  const centre = await openCentre(server);
  own.defer(() => centre.rest.close());
  const rows = await openRows(databaseUrl);
  own.defer(() => rows.close());
  await handIn(centre, 0, WARM_UP);
  await watch(server, rows, WARM_UP);
  await server.ask('settle');
  await store.tidy(databaseUrl);

  const { live: liveBefore } = await server.ask('memory');
  const statementsBefore = await server.ask('statements');
  const processorBefore = await server.ask('processor-time');
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1_000;
  let takenAfter = 0;
  const watching = watch(server, rows, recipients, WARM_UP);
  await Promise.all([
    watching,
    handIn(centre, WARM_UP, recipients).then(() => {
      takenAfter = elapsed();
    }),
  ]);
  const writtenAfter = elapsed();
  await server.ask('settle');
  const doneAfter = elapsed();
  const each = (count: number) => count / recipients;
  const processorMs = each((await server.ask('processor-time')) - processorBefore);
  const statements = each((await server.ask('statements')) - statementsBefore);
  await check(rows, WARM_UP + recipients);
  return {
    ...{ store: store.id, recipients, takenAfter, writtenAfter, doneAfter, statements, processorMs },
    stretches: stretchesOf(await watching, recipients),
    liveBefore,
    liveAfter: (await server.ask('memory')).live,
  };
}
