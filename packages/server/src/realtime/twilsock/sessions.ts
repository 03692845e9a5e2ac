// Every client connected to this process: found by who they are, told when they come and go.
import type { AccessToken } from '../tokens/access-token.ts';
import type { TwilsockSession } from './session.ts';

/** Wants to know who is connected to this process. */
export interface SessionObserver {
  readonly opened?: (session: TwilsockSession) => void;
  /** The client showed another token of the same account and identity; its grants may be others. */
  readonly tokenUpdated?: (session: TwilsockSession, before: AccessToken) => void;
  readonly closed?: (session: TwilsockSession) => void;
}

function keyOf(accountSid: string, identity: string): string {
  return `${accountSid} ${identity}`;
}

/** The open sessions of one process. */
export class TwilsockSessions {
  readonly #all = new Set<TwilsockSession>();
  readonly #byIdentity = new Map<string, Set<TwilsockSession>>();
  readonly #observers: SessionObserver[] = [];
  /** What sessions that have closed had under way. */
  readonly #unfinished = new Set<Promise<void>>();

  observe(observer: SessionObserver): void {
    this.#observers.push(observer);
  }

  all(): Iterable<TwilsockSession> {
    return this.#all;
  }

  /** The sessions of one identity of an account. */
  of(accountSid: string, identity: string): Iterable<TwilsockSession> {
    return this.#byIdentity.get(keyOf(accountSid, identity)) ?? [];
  }

  /** Enters a session, until it closes. */
  add(session: TwilsockSession): void {
    const key = keyOf(session.accountSid, session.identity);
    const same = this.#byIdentity.get(key) ?? new Set();
    this.#byIdentity.set(key, same.add(session));
    this.#all.add(session);
    session.onClosed(() => {
      this.#all.delete(session);
      const rest = session.idle().finally(() => this.#unfinished.delete(rest));
      this.#unfinished.add(rest);
      same.delete(session);
      if (same.size === 0 && this.#byIdentity.get(key) === same) this.#byIdentity.delete(key);
      for (const observer of this.#observers) observer.closed?.(session);
    });
    for (const observer of this.#observers) observer.opened?.(session);
  }

  /** Resolves when every request under way has been carried out, those of clients who have gone as well. */
  async idle(): Promise<void> {
    await Promise.all([...[...this.#all].map((session) => session.idle()), ...this.#unfinished]);
  }

  tokenUpdated(session: TwilsockSession, before: AccessToken): void {
    for (const observer of this.#observers) observer.tokenUpdated?.(session, before);
  }
}
