// A server process as far as questions go: a context, its two workers, and a handler that writes down what it is told.
import { readConfig } from '#config/config.ts';
import { type ManualClock, manualClock } from '#kernel/clock.ts';
import { newSid } from '#kernel/sid.ts';
import { type Context, openContext } from '#server/context.ts';
import { DeliveryWorker } from '#webhooks/delivery-worker.ts';
import { NOTICES, QUESTIONS } from '#webhooks/lanes.ts';
import {
  type Answer,
  type AnswerHandler,
  type Asked,
  enqueueWebhook,
  type Failure,
  jsonRefusal,
  type NewWebhook,
  type Question,
} from '#webhooks/webhooks.ts';

/** How a question ended, as its asker was told. */
export interface Told {
  readonly asked: Asked;
  readonly answer?: Answer;
  readonly failure?: Failure;
}

/** A question without the name it is asked under. */
export type Asking = Partial<Omit<NewWebhook, 'question'>> & {
  readonly url: string;
  readonly question?: Omit<Question, 'asker'>;
};

/** A process that asks. */
export interface AskingProcess {
  readonly context: Context;
  readonly clock: ManualClock;
  readonly accountSid: string;
  readonly authToken: string;
  readonly told: Told[];
  ask(webhook: Asking): Promise<void>;
  settled(): Promise<void>;
  advance(milliseconds: number): Promise<void>;
  /** The log, oldest first. */
  log(): Promise<{ url: string; status: string; attempts: number; error: string | null }[]>;
  stopWorkers(): Promise<void>;
  stop(): Promise<void>;
}

/** What a test may replace. */
export interface AskingOptions {
  readonly clock?: ManualClock;
  /** An account that is there already; without it one is made. */
  readonly accountSid?: string;
  readonly answered?: AnswerHandler['answered'];
  readonly webhookNetworks?: 'any' | 'public';
}

/** The name questions are asked under here. */
export const ASKER = 'test';
const TOKEN = 'a'.repeat(32);

async function addAccount(context: Context): Promise<string> {
  const sid = newSid('AC');
  await context.database.transaction((tx) =>
    tx.db
      .insertInto('accounts')
      .values({
        sid,
        friendly_name: 'Asking',
        auth_token: TOKEN,
        status: 'active',
        date_created: tx.now,
        date_updated: tx.now,
      })
      .execute(),
  );
  return sid;
}

/** Starts a process on a database. */
export async function askingProcess(
  databaseUrl: string,
  options: AskingOptions = {},
): Promise<AskingProcess> {
  const clock = options.clock ?? manualClock();
  const webhookNetworks = options.webhookNetworks ?? 'any';
  const config = { ...readConfig({ DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' }), webhookNetworks };
  const context = await openContext(config, clock);
  const accountSid = options.accountSid ?? (await addAccount(context));
  const told: Told[] = [];
  const handler: AnswerHandler = {
    refuse: (answer) => jsonRefusal(answer),
    async answered(tx, asked, answer) {
      const remark = (await options.answered?.(tx, asked, answer)) ?? null;
      told.push({ asked, answer });
      return remark;
    },
    async failed(_tx, asked, failure) {
      told.push({ asked, failure });
    },
  };
  const workers = [NOTICES, QUESTIONS].map(
    (lane) => new DeliveryWorker(context, { lane, handlers: { [ASKER]: handler } }),
  );
  for (const worker of workers) await worker.start();
  const settled = async () => {
    for (let round = 0; round < 2; round += 1) for (const worker of workers) await worker.idle();
  };
  const stopWorkers = async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
  };
  return {
    context,
    clock,
    accountSid,
    authToken: TOKEN,
    told,
    settled,
    ask: (webhook) =>
      context.database.transaction((tx) =>
        enqueueWebhook(tx, {
          accountSid,
          eventType: 'asked',
          parameters: { Question: 'Grüße & =+% 👋' },
          ...webhook,
          question: { ...webhook.question, asker: ASKER },
        }),
      ),
    async advance(milliseconds) {
      clock.advance(milliseconds);
      await settled();
    },
    log: () =>
      context.database.read
        .selectFrom('webhook_deliveries')
        .select(['url', 'status', 'attempts', 'error'])
        .where('account_sid', '=', accountSid)
        .orderBy('sid')
        .execute(),
    stopWorkers,
    async stop() {
      await stopWorkers();
      await context.database.close();
    },
  };
}
