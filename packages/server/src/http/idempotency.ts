// Requests with an idempotency key: the first answer is stored in the transaction of its effects and replayed.
import { createHash } from 'node:crypto';
import { apiError } from '#kernel/errors.ts';
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

class AlreadyAnswered extends Error {}

/**
 * Does the work of a keyed request once. A request with the same key waits for the first one and gets its
 * answer; with the same key and another content it is refused (422/20422). Refused requests are not stored.
 */
export async function answerOnce(
  database: Database,
  now: number,
  request: { accountSid: string; key: string; fingerprint: string },
  work: (tx: Transaction) => Promise<StoredAnswer>,
): Promise<{ answer: StoredAnswer; isReplay: boolean }> {
  const { accountSid, key, fingerprint } = request;
  try {
    const answer = await database.transaction(async (tx) => {
      const claimed = await tx.db
        .insertInto('idempotent_answers')
        .values({
          account_sid: accountSid,
          idempotency_key: key,
          fingerprint,
          status: 0,
          body: null,
          date_created: now,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['account_sid', 'idempotency_key'])
            .doUpdateSet({ fingerprint, date_created: now })
            .where('idempotent_answers.date_created', '<=', now - REPLAY_MS),
        )
        .returning('status')
        .executeTakeFirst();
      if (claimed === undefined) throw new AlreadyAnswered();
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
