// What the desk's benchmark measures, and how often.

/** How much to measure. */
export interface DeskOptions {
  /** Loads of the page, and rounds of scrolling and of news. */
  readonly rounds: number;
}

/** Messages of the long conversation. */
export const MESSAGES = 10_000;
/** Conversations that are open at a time. */
export const CONVERSATIONS = 30;
/** Longest until an agent can work, in milliseconds. */
export const INTERACTIVE_MS = 1_500;
