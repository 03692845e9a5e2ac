// Notices and questions go out apart from each other, so that no one waits for an answer behind slow notices.

/** A kind of webhook with requests of its own under way. */
export interface Lane {
  readonly name: 'notices' | 'questions';
  /** The signal of a commit that holds some. */
  readonly signal: string;
  /** Requests under way in one process. */
  readonly processLimit: number;
  /** Requests under way to one host, so that a slow receiver does not hold up the others. */
  readonly hostLimit: number;
  /** After this long a delivery that was taken and never recorded is taken again: its process must have died. */
  readonly leaseMs: number;
}

/** Webhooks that tell something. */
export const NOTICES: Lane = {
  name: 'notices',
  signal: 'webhook',
  processLimit: 32,
  hostLimit: 6,
  leaseMs: 60_000,
};

/** Webhooks whose answer somebody waits for. */
export const QUESTIONS: Lane = {
  name: 'questions',
  signal: 'webhook-question',
  processLimit: 64,
  hostLimit: 32,
  leaseMs: 20_000,
};

/** The lane of a delivery by its `asker`. */
export function laneOf(asker: string | number | null): Lane {
  return asker === null ? NOTICES : QUESTIONS;
}
