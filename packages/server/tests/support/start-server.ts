// A whole Parley in the test's process: real database, real HTTP on a free port, a clock the test moves.
import type { Config } from '#config/config.ts';
import { readConfig } from '#config/config.ts';
import { type ManualClock, manualClock } from '#kernel/clock.ts';
import { newSid } from '#kernel/sid.ts';
import { type App, buildApp } from '#server/app.ts';
import { type Context, openContext } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { dataFolderOf } from './data-folder.ts';

/** Credentials of an account of the server under test. */
export interface TestAccount {
  readonly sid: string;
  readonly token: string;
}

/** A running server and the handles a test needs. */
export interface TestServer {
  readonly url: string;
  readonly account: TestAccount;
  readonly context: Context;
  readonly app: App;
  readonly clock: ManualClock;
  /** Waits until events, timers and deliveries have come to rest. */
  settled(): Promise<void>;
  /** Moves the clock and waits for what that sets off. */
  advance(milliseconds: number): Promise<void>;
  /** Adds another account. */
  addAccount(): Promise<TestAccount>;
  stop(): Promise<void>;
}

/**
 * Starts a server on the database at `databaseUrl`, without demo data; a server started again keeps its
 * clock. `guests` are further products.
 */
export async function startServer(
  databaseUrl: string,
  overrides: Partial<Config> = {},
  clock: ManualClock = manualClock(),
  guests: readonly Product[] = [],
): Promise<TestServer> {
  const config: Config = {
    ...readConfig({
      PORT: '0',
      DATABASE_URL: databaseUrl,
      PARLEY_SEED: 'false',
      PARLEY_RECONCILE_INTERVAL: '0',
      PARLEY_DATA: dataFolderOf(databaseUrl),
      LOG_LEVEL: 'warn',
    }),
    ...overrides,
  };
  const context = await openContext(config, clock);
  const app = buildApp(context, guests);
  const addAccount = async () => {
    const account = { sid: newSid('AC'), token: newSid('tk').slice(2) };
    await context.database.transaction((tx) =>
      tx.db
        .insertInto('accounts')
        .values({
          sid: account.sid,
          friendly_name: 'Test account',
          auth_token: account.token,
          status: 'active',
          date_created: tx.now,
          date_updated: tx.now,
        })
        .execute(),
    );
    return account;
  };
  const account = await addAccount();
  const url = await app.start();
  return {
    url,
    account,
    context,
    app,
    clock,
    settled: () => app.settled(),
    async advance(milliseconds) {
      clock.advance(milliseconds);
      await app.settled();
    },
    addAccount,
    stop: () => app.stop(),
  };
}
