// Settings of the reconciler: how often it looks, and how long something may be broken before it is.
import { z } from 'zod';

const SECOND_MS = 1_000;
/** Thirty days. */
const LONGEST_S = 2_592_000;

const seconds = (fallback: number) => z.coerce.number().int().min(0).max(LONGEST_S).default(fallback);

/** The variables, each with its default in seconds. */
export const reconcilerVariables = {
  PARLEY_RECONCILE_INTERVAL: seconds(900),
  PARLEY_RECONCILE_SESSION_WITHOUT_CHANNEL: seconds(60),
  PARLEY_RECONCILE_CHANNEL_WITHOUT_SESSION: seconds(3_600),
  PARLEY_RECONCILE_CHANNEL_WITHOUT_TASK: seconds(3_600),
  PARLEY_RECONCILE_INTERACTION_WITHOUT_AGENT: seconds(900),
  PARLEY_RECONCILE_CONVERSATION_WITHOUT_AGENT: seconds(86_400),
  PARLEY_RECONCILE_TASK_WITHOUT_CUSTOMER: seconds(900),
  PARLEY_RECONCILE_WRAPPING_TOO_LONG: seconds(3_600),
};

/** Milliseconds something may be in a state before it counts as broken, by the rule that looks for it. */
export interface ReconcilerLimits {
  readonly 'session-without-channel': number;
  readonly 'channel-without-session': number;
  readonly 'channel-without-task': number;
  readonly 'interaction-without-agent': number;
  readonly 'conversation-without-agent': number;
  readonly 'task-without-customer': number;
  readonly 'wrapping-too-long': number;
}

/** What operators say of the reconciler. */
export interface ReconcilerConfig {
  /** Milliseconds between two runs; 0 is never. */
  readonly interval: number;
  readonly limits: ReconcilerLimits;
}

/** The settings as they were read. */
export function readReconcilerConfig(
  read: z.output<z.ZodObject<typeof reconcilerVariables>>,
): ReconcilerConfig {
  return {
    interval: read.PARLEY_RECONCILE_INTERVAL * SECOND_MS,
    limits: {
      'session-without-channel': read.PARLEY_RECONCILE_SESSION_WITHOUT_CHANNEL * SECOND_MS,
      'channel-without-session': read.PARLEY_RECONCILE_CHANNEL_WITHOUT_SESSION * SECOND_MS,
      'channel-without-task': read.PARLEY_RECONCILE_CHANNEL_WITHOUT_TASK * SECOND_MS,
      'interaction-without-agent': read.PARLEY_RECONCILE_INTERACTION_WITHOUT_AGENT * SECOND_MS,
      'conversation-without-agent': read.PARLEY_RECONCILE_CONVERSATION_WITHOUT_AGENT * SECOND_MS,
      'task-without-customer': read.PARLEY_RECONCILE_TASK_WITHOUT_CUSTOMER * SECOND_MS,
      'wrapping-too-long': read.PARLEY_RECONCILE_WRAPPING_TOO_LONG * SECOND_MS,
    },
  };
}
