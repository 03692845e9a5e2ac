// What the benchmark may ask of the server it measures, over the channel between parent and child process.

/** What the database says about the messages it holds. */
export interface Ledger {
  readonly messages: number;
  /** Channels whose indexes are not exactly 0, 1, 2, …, or whose counter says otherwise. */
  readonly channelsWithGaps: readonly string[];
}

/** Questions and the answers they get. */
export interface Answers {
  /** Statements run since the server started. */
  readonly statements: number;
  readonly ledger: Ledger;
  /** Waits until events, timers and deliveries have come to rest; the milliseconds that took. */
  readonly settle: number;
  /** Milliseconds of processor time the server's process has taken. */
  readonly 'processor-time': number;
  /** Bytes of memory the server's process holds of the machine, as it happens to be. */
  readonly resident: number;
  /** Bytes of memory the server's process holds after garbage has been collected. */
  readonly memory: { readonly resident: number; readonly live: number };
  /** Starts a CPU profile; the detail is the microseconds between samples, V8's own choice when left out. */
  readonly 'start-profile': null;
  /** Writes the CPU profile taken since `start-profile` to the named file. */
  readonly 'stop-profile': null;
}

export type Question = keyof Answers;

/** A question on its way to the server. */
export interface Asked {
  readonly id: number;
  readonly question: Question;
  /** What the question needs beside its name: a file, an interval. */
  readonly detail: string | undefined;
}

/** What the server says: its address once it listens, then one answer for each question. */
export type Said =
  | { readonly listening: string }
  | { readonly id: number; readonly answer: Answers[Question] }
  | { readonly id: number; readonly failure: string };
