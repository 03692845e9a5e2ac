// Fetches the files that came with texts, a few at a time, and tells when they are here or will not come.
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { appendEvent } from '#events/event-log.ts';
import { ApiError } from '#kernel/errors.ts';
import { PokedWork } from '#kernel/poked-work.ts';
import type { Context } from '#server/context.ts';
import type { Worker } from '#server/product.ts';
import type { MediaRow } from '#storage/schema/media.ts';
import { ForbiddenAddress } from '#webhooks/webhooks.ts';
import { cleanContentType, isTaken } from '../content-type.ts';
import type { MediaKeeper } from '../keep-media.ts';
import { stageFile } from '../upload/stage.ts';
import { FETCH_SIGNAL } from './expect-media.ts';
import { openSource, SourceRefused } from './open-source.ts';
import { ownFile, readOwnFile } from './own-file.ts';

const BATCH = 4;
const ATTEMPTS = 5;
/** Who took a file and fell silent loses it after this time. */
const LEASE_MS = 120_000;
/** Waiting time after the first attempt that failed; it doubles. */
const FIRST_DELAY_MS = 5_000;

/** The fetching of one server process. */
export class MediaFetching implements Worker {
  readonly #context: Context;
  readonly #keeper: MediaKeeper;
  readonly #work: PokedWork;

  constructor(context: Context, keeper: MediaKeeper) {
    this.#context = context;
    this.#keeper = keeper;
    this.#work = new PokedWork(
      context.clock,
      () => this.#fetchAll(),
      (error) => context.log.error({ err: error }, 'the media to fetch could not be read'),
    );
    context.database.onSignals((signals) => {
      if (signals.has(FETCH_SIGNAL)) this.#work.poke();
    });
  }

  start(): void {
    this.#work.start();
  }

  idle(): Promise<void> {
    return this.#work.idle();
  }

  stop(): Promise<void> {
    return this.#work.stop();
  }

  async #fetchAll(): Promise<number | null> {
    while (!this.#work.isStopped) {
      const waiting = await this.#context.database.read
        .selectFrom('media')
        .select(['sid', 'fetch_at'])
        .where('fetch_at', 'is not', null)
        .orderBy('fetch_at')
        .limit(BATCH)
        .execute();
      const now = this.#context.clock.now();
      const due = waiting.filter((row) => (row.fetch_at as number) <= now);
      if (due.length === 0) return waiting[0]?.fetch_at ?? null;
      const taken = await this.#take(due.map(({ sid }) => sid));
      await Promise.all(taken.map((row) => this.#fetch(row)));
    }
    return null;
  }

  #take(sids: readonly string[]): Promise<MediaRow[]> {
    return this.#context.database.transaction((tx) =>
      tx.db
        .updateTable('media')
        .set((eb) => ({ fetch_at: tx.now + LEASE_MS, fetch_attempts: eb('fetch_attempts', '+', 1) }))
        .where('sid', 'in', sids)
        .where('fetch_at', '<=', tx.now)
        .returningAll()
        .execute(),
    );
  }

  async #fetch(row: MediaRow): Promise<void> {
    try {
      await this.#record(row, await this.#bring(row));
    } catch (error) {
      const isFinal = error instanceof SourceRefused || error instanceof ForbiddenAddress;
      const isRefused = error instanceof ApiError && error.status < 500;
      this.#context.log.warn(
        { media: row.sid, reason: String(error) },
        'media of a text could not be fetched',
      );
      if (isRefused) await this.#record(row, { state: 'refused' });
      else if (isFinal || row.fetch_attempts >= ATTEMPTS) await this.#record(row, { state: 'missing' });
      else await this.#postpone(row);
    }
  }

  /** Fetches, checks and keeps one file; resolves with what is known of it now. */
  async #bring(row: MediaRow): Promise<Partial<MediaRow>> {
    const { config, clock } = this.#context;
    const { stores, scan } = this.#keeper;
    const { source, contentType, filename } = await this.#open(row.source_url as string);
    if (!isTaken(contentType, config.media.types)) {
      source.destroy();
      throw new SourceRefused(`Files of type ${contentType} are not taken`);
    }
    const file = await stageFile(source, { folder: stores.stagingFolder, maxBytes: config.media.maxBytes });
    try {
      await scan(file, {
        sid: row.sid,
        accountSid: row.account_sid,
        serviceSid: row.service_sid,
        contentType,
        filename: row.filename ?? filename,
        author: row.author,
      });
      await stores.current.put(row.sid, file);
    } finally {
      await rm(file.path, { force: true });
    }
    return {
      state: 'ready',
      filename: row.filename ?? filename,
      content_type: contentType,
      size: file.size,
      sha256: file.sha256,
      store: stores.current.name,
      date_uploaded: clock.now(),
    };
  }

  /** Opens a file where it is: with the carrier, or here when a phone of this server sent it. */
  async #open(address: string): Promise<{ source: Readable; contentType: string; filename: string | null }> {
    const { config, clock, database } = this.#context;
    const own = await ownFile(database.read, address, clock.now());
    if (own === null) {
      const source = await openSource(address, config.webhookNetworks);
      return { source, contentType: cleanContentType(source.headers['content-type']), filename: null };
    }
    const source = await readOwnFile(this.#keeper.stores, own);
    if (source === null) throw new Error('The file is not here yet');
    return { source, contentType: own.content_type, filename: own.filename };
  }

  /** Writes down what became of a file; one whose message is gone meanwhile is not kept. */
  async #record(row: MediaRow, facts: Partial<MediaRow>): Promise<void> {
    const isThere = await this.#context.database.transaction(async (tx) => {
      const updated = await tx.db
        .updateTable('media')
        .set({ ...facts, fetch_at: null, date_updated: tx.now })
        .where('sid', '=', row.sid)
        .returning('sid')
        .executeTakeFirst();
      if (updated === undefined) return false;
      appendEvent(tx, {
        type: 'media.changed',
        accountSid: row.account_sid,
        subjectSid: row.message_sid as string,
        data: { serviceSid: row.service_sid, threadSid: row.thread_sid as string },
      });
      return true;
    });
    if (!isThere && facts.state === 'ready') await this.#keeper.stores.current.remove(row.sid);
  }

  async #postpone(row: MediaRow): Promise<void> {
    const delay = FIRST_DELAY_MS * 2 ** (row.fetch_attempts - 1);
    await this.#context.database.transaction(async (tx) => {
      await tx.db
        .updateTable('media')
        .set({ fetch_at: tx.now + delay })
        .where('sid', '=', row.sid)
        .execute();
    });
  }
}
