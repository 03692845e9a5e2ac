// Requests with an idempotency key: the first answer is stored in the transaction of its effects and replayed.
import { createHash } from 'node:crypto';
import { apiError } from '#kernel/errors.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Database, Transaction } from '#storage/database.ts';

/** How long an answer is replayed. */
export const REPLAY_MS = 24 * 60 * 60 * 1_000;

const KEY = /^[\x21-\x7e]{1,255}$/;

/** An answer that can be given again. `body` is JSON text, or null for an empty answer. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: string | null;
}

/** The key of a request, or null when it has none. */
export function idempotencyKey(headers: Record<string, unknown>): string | null {
  const value = headers['idempotency-key'] ?? headers['i-twilio-idempotency-token'];
  if (value === undefined) return null;
  if (typeof value !== 'string' || !KEY.test(value)) {
    throw apiError(20001, 'The idempotency key must be 1 to 255 printable characters');
  }
  return value;
}

/** What makes two requests the same. */
export function fingerprintOf(method: string, url: string, body: string): string {
  return createHash('sha256').update(`${method} ${url}\n${body}`).digest('base64');
}

/** An answer with the name it is asked for again by. */
export interface NamedAnswer extends StoredAnswer {
  readonly accountSid: string;
  readonly key: string;
  readonly fingerprint: string;
}

/** A name is free again when its answer is not replayed any more. */
const TAKE_FREE_NAMES = `ON CONFLICT (account_sid, idempotency_key) DO UPDATE
  SET fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body,
    date_created = excluded.date_created
  WHERE idempotent_answers.date_created <= excluded.date_created - ${REPLAY_MS}`;

/**
 * Stores answers under their names, in one statement; it waits for transactions that are about to store one of the same
 * name. False when a name is taken, by another row or twice among these: then nothing of this transaction may be kept.
 */
export async function storeAnswers(tx: Transaction, answers: readonly NamedAnswer[]): Promise<boolean> {
  const names = new Set(answers.map(({ accountSid, key }) => `${accountSid} ${key}`));
  if (names.size < answers.length) return false;
  const rows = answers.map(({ accountSid, key, fingerprint, status, body }) => ({
    account_sid: accountSid,
    idempotency_key: key,
    fingerprint,
    status,
    body,
    date_created: tx.now,
  }));
  return (await insertRows(tx, 'idempotent_answers', rows, TAKE_FREE_NAMES)) === rows.length;
}

class AlreadyAnswered extends Error {}

/**
 * Does the work of a keyed request once. A request with the same key waits for the first one and gets its
 * answer; with the same key and another content it is refused (422/20422). Refused requests are not stored.
 */
export async function answerOnce(
  database: Database,
  request: { accountSid: string; key: string; fingerprint: string },
  work: (tx: Transaction) => Promise<StoredAnswer>,
): Promise<{ answer: StoredAnswer; isReplay: boolean }> {
  const { accountSid, key, fingerprint } = request;
  try {
    const answer = await database.transaction(async (tx) => {
      const isFirst = await storeAnswers(tx, [{ accountSid, key, fingerprint, status: 0, body: null }]);
      if (!isFirst) throw new AlreadyAnswered();
      const done = await work(tx);
      await tx.db
        .updateTable('idempotent_answers')
        .set({ status: done.status, body: done.body })
        .where('account_sid', '=', accountSid)
        .where('idempotency_key', '=', key)
        .execute();
      return done;
    });
    return { answer, isReplay: false };
  } catch (error) {
    if (!(error instanceof AlreadyAnswered)) throw error;
  }
  const stored = await database.read
    .selectFrom('idempotent_answers')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where('idempotency_key', '=', key)
    .executeTakeFirstOrThrow();
  if (stored.fingerprint !== fingerprint) throw apiError(20422);
  return { answer: { status: stored.status, body: stored.body }, isReplay: true };
}
