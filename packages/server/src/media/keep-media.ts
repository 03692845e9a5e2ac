// Keeping a file that has arrived: looked at by the scanner, put into the store, and only then there for others.
import { rm } from 'node:fs/promises';
import { newSid } from '#kernel/sid.ts';
import type { Database, Transaction } from '#storage/database.ts';
import type { MediaRow } from '#storage/schema/media.ts';
import { setTimer } from '#timers/timers.ts';
import { removeMediaOf, UNUSED_TIMER } from './remove-media.ts';
import type { Scanner } from './scan.ts';
import type { StagedFile } from './store/store.ts';
import type { MediaStores } from './store/stores.ts';

/** How long a file may wait to be sent. */
const UNUSED_KEPT_MS = 24 * 3_600_000;

/** What keeping files needs of the server. */
export interface MediaKeeper {
  readonly database: Database;
  readonly stores: MediaStores;
  readonly scan: Scanner;
}

/** What is known of a file that was uploaded. */
export type MediaFacts = Pick<
  MediaRow,
  'account_sid' | 'service_sid' | 'author' | 'category' | 'filename' | 'content_type'
>;

/**
 * Keeps an uploaded file. Its row comes first, so that a server that dies in between forgets neither: what never
 * became readable is removed a day later, as all files are that nobody sent. Refused by the scanner: 403/20006; then,
 * and when the store fails, nothing stays.
 */
export async function keepMedia(keeper: MediaKeeper, file: StagedFile, facts: MediaFacts): Promise<MediaRow> {
  const { database, stores, scan } = keeper;
  const sid = newSid('ME');
  try {
    await scan(file, scannedFacts(sid, facts));
    await database.transaction((tx) => insertStoring(tx, sid, file, facts, stores.current.name));
    await stores.current.put(sid, file);
    return await database.transaction((tx) => makeReadable(tx, sid));
  } catch (error) {
    await rm(file.path, { force: true });
    await database.transaction((tx) => removeMediaOf(tx, { sid }));
    throw error;
  }
}

function scannedFacts(sid: string, facts: MediaFacts) {
  const { account_sid: accountSid, service_sid: serviceSid, filename, author } = facts;
  return { sid, accountSid, serviceSid, filename, author, contentType: facts.content_type };
}

async function insertStoring(
  tx: Transaction,
  sid: string,
  file: StagedFile,
  facts: MediaFacts,
  store: MediaRow['store'],
): Promise<void> {
  await tx.db
    .insertInto('media')
    .values({
      sid,
      ...facts,
      thread_sid: null,
      message_sid: null,
      position: 0,
      size: file.size,
      sha256: file.sha256,
      store,
      state: 'storing',
      source_url: null,
      fetch_at: null,
      fetch_attempts: 0,
      date_uploaded: null,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .execute();
  await setTimer(tx, { kind: UNUSED_TIMER, subject: sid, dueAt: tx.now + UNUSED_KEPT_MS });
}

function makeReadable(tx: Transaction, sid: string): Promise<MediaRow> {
  return tx.db
    .updateTable('media')
    .set({ state: 'ready', date_uploaded: tx.now, date_updated: tx.now })
    .where('sid', '=', sid)
    .returningAll()
    .executeTakeFirstOrThrow();
}
