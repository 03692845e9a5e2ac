// Gathers the posts that arrive while a commit is under way and commits them together.
import type { Database, Transaction } from '#storage/database.ts';
import type { MessageRow } from '#storage/schema/threads.ts';
import { type NewMessage, type PostOutcome, postMessages } from './post-messages.ts';

/** Posts in one commit at most. */
const BATCH_LIMIT = 128;

/** A message with what is to be stored with it. */
interface Posted<Extra> {
  readonly row: MessageRow;
  readonly extra: Extra;
}

interface WaitingPost<Extra> {
  readonly post: NewMessage;
  readonly extra: Extra;
  readonly resolve: (row: MessageRow) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Posts messages of independent requests in shared transactions. One commit is under way at a time; what
 * arrives meanwhile makes up the next. A single waiting post is committed at once.
 */
export class MessagePoster<Extra = undefined> {
  readonly #database: Database;
  readonly #storeExtras: ((tx: Transaction, posted: readonly Posted<Extra>[]) => Promise<void>) | undefined;
  #waiting: WaitingPost<Extra>[] = [];
  #isDraining = false;

  /**
   * `storeExtras` writes what goes with the messages of one transaction; when it throws, they are posted one by one,
   * and the one with which it throws again is not posted.
   */
  constructor(
    database: Database,
    storeExtras?: (tx: Transaction, posted: readonly Posted<Extra>[]) => Promise<void>,
  ) {
    this.#database = database;
    this.#storeExtras = storeExtras;
  }

  /** Resolves with the message once it and what goes with it are durable. */
  post(post: NewMessage, ...[extra]: Extra extends undefined ? [] : [Extra]): Promise<MessageRow> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ post, extra: extra as Extra, resolve, reject });
      if (!this.#isDraining) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isDraining = true;
    while (this.#waiting.length > 0) await this.#commitWaiting();
    this.#isDraining = false;
  }

  /** A batch that fails is tried again post by post, so that one of them cannot fail the others. */
  async #commitWaiting(): Promise<void> {
    let batch: WaitingPost<Extra>[] = [];
    try {
      const outcomes = await this.#database.transaction((tx) => {
        // Taken only now: what arrived while the transaction waited for its turn comes along.
        if (batch.length === 0) batch = this.#waiting.splice(0, BATCH_LIMIT);
        return this.#postAll(tx, batch);
      });
      settle(batch, outcomes);
    } catch {
      if (batch.length === 0) batch = this.#waiting.splice(0, BATCH_LIMIT);
      for (const single of batch) await this.#commitSingly(single);
    }
  }

  async #commitSingly(single: WaitingPost<Extra>): Promise<void> {
    try {
      settle([single], await this.#database.transaction((tx) => this.#postAll(tx, [single])));
    } catch (error) {
      single.reject(error);
    }
  }

  async #postAll(tx: Transaction, batch: readonly WaitingPost<Extra>[]): Promise<PostOutcome[]> {
    const outcomes = await postMessages(
      tx,
      batch.map(({ post }) => post),
    );
    const posted = outcomes.flatMap((outcome, position) =>
      outcome instanceof Error ? [] : [{ row: outcome, extra: batch[position]!.extra }],
    );
    if (posted.length > 0) await this.#storeExtras?.(tx, posted);
    return outcomes;
  }
}

function settle(
  batch: readonly Pick<WaitingPost<unknown>, 'resolve' | 'reject'>[],
  outcomes: readonly PostOutcome[],
): void {
  for (const [position, outcome] of outcomes.entries()) {
    const { resolve, reject } = batch[position]!;
    if (outcome instanceof Error) reject(outcome);
    else resolve(outcome);
  }
}
