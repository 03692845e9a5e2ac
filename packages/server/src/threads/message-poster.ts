// Gathers the posts that arrive while a commit is under way and commits them together.
import type { Database, Transaction } from '#storage/database.ts';
import type { MessageRow } from '#storage/schema/threads.ts';
import { type NewMessage, type PostOutcome, postMessages } from './post-messages.ts';

/** Posts in one commit at most. */
const BATCH_LIMIT = 128;

/** What has to be stored together with a message. */
type Accompany = (tx: Transaction, row: MessageRow) => Promise<void>;

interface WaitingPost {
  readonly post: NewMessage;
  readonly also: Accompany | undefined;
  readonly resolve: (row: MessageRow) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Posts messages of independent requests in shared transactions. One commit is under way at a time; what
 * arrives meanwhile makes up the next. A single waiting post is committed at once.
 */
export class MessagePoster {
  readonly #database: Database;
  #waiting: WaitingPost[] = [];
  #isDraining = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Resolves with the message once it is durable. `also` writes in the same transaction; when it throws, the message
   * is not posted.
   */
  post(post: NewMessage, also?: Accompany): Promise<MessageRow> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ post, also, resolve, reject });
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
    let batch: WaitingPost[] = [];
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

  async #commitSingly(single: WaitingPost): Promise<void> {
    try {
      settle([single], await this.#database.transaction((tx) => this.#postAll(tx, [single])));
    } catch (error) {
      single.reject(error);
    }
  }

  async #postAll(tx: Transaction, batch: readonly WaitingPost[]): Promise<PostOutcome[]> {
    const outcomes = await postMessages(
      tx,
      batch.map(({ post }) => post),
    );
    for (const [position, outcome] of outcomes.entries()) {
      if (!(outcome instanceof Error)) await batch[position]!.also?.(tx, outcome);
    }
    return outcomes;
  }
}

function settle(batch: readonly WaitingPost[], outcomes: readonly PostOutcome[]): void {
  for (const [position, outcome] of outcomes.entries()) {
    const { resolve, reject } = batch[position]!;
    if (outcome instanceof Error) reject(outcome);
    else resolve(outcome);
  }
}
