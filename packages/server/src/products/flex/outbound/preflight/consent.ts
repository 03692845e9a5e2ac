// Whether the customer may be written to now: refusal of texts, the window of the channel, the night, the day's cap.
import { type Obstacle, refusalFor } from '#delivery/delivery.ts';
import { isoDate } from '#kernel/dates.ts';
import { apiError } from '#kernel/errors.ts';
import { type Check, passed, refusedBy } from './check.ts';

/** What is known of the customer's wishes and of the rules. */
export interface Permission {
  readonly accountSid: string;
  readonly to: string;
  readonly from: string;
  readonly isOptedOut: boolean;
  readonly window: {
    readonly isCounted: boolean;
    readonly isOpen: boolean;
    readonly lastInboundAt: number | null;
    readonly closesAt: number | null;
  };
  /** The code with which the channel would refuse the message now, or null. */
  readonly windowRefusal: 63016 | 63027 | 63040 | 63041 | 63042 | null;
  /** What is in the way by the account's own rules, or null. */
  readonly obstacle: Obstacle | null;
}

const dateOrNull = (at: number | null) => (at === null ? null : isoDate(at));

/** Whether the customer refuses texts from this sender. */
export function checkConsent({ isOptedOut, to, from }: Permission): Check {
  return isOptedOut
    ? refusedBy('opt-out', apiError(21610, undefined, { parameter: 'To', to, from }))
    : passed('opt-out', 'The customer has not unsubscribed', { to, from });
}

/** Whether the channel carries the message: free words inside of its window, approved templates outside of it. */
export function checkWindow({ window, windowRefusal, to, from }: Permission): Check {
  const { isCounted, isOpen, lastInboundAt, closesAt } = window;
  const details = {
    counted: isCounted,
    open: isOpen,
    last_inbound: dateOrNull(lastInboundAt),
    closes: dateOrNull(closesAt),
  };
  if (windowRefusal === null) {
    return passed(
      'window',
      isCounted ? 'The channel carries the message' : 'The channel has no window',
      details,
    );
  }
  const parameter = windowRefusal === 63016 ? 'To' : 'ContentSid';
  return refusedBy('window', apiError(windowRefusal, undefined, { parameter, to, from, ...details }));
}

/** Whether it is night at the customer's, and whether they have had enough for a day. */
export function checkRules({ obstacle, accountSid, from, to }: Permission): Check[] {
  const quiet = passed('quiet-hours', 'It is not night at the recipient by the rules of sending');
  const cap = passed('daily-cap', 'The recipient may get more messages today');
  if (obstacle === null) return [quiet, cap];
  const refusal = refusalFor(obstacle, { accountSid, from, to });
  const details = { parameter: 'To', ...refusal.details };
  const told = apiError(obstacle.code, undefined, details);
  return obstacle.code === 99101
    ? [refusedBy('quiet-hours', told), cap]
    : [quiet, refusedBy('daily-cap', told)];
}
