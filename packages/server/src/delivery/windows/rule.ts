// Whether a message may leave now, by the rules of its channel: pure, so that every edge of it can be tried.
import type { MessageTag } from '#kernel/message-tags.ts';
import type { ChannelKind } from '#kernel/phone.ts';
import type { ApprovalStatus } from '#storage/schema/content.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** How long a channel stays open after the customer wrote ("WhatsApp customer service window"; Messenger's is as long). */
const WINDOW_MS = DAY_MS;
/** How long a person may still answer on Messenger ("message tags": HUMAN_AGENT). */
const HUMAN_AGENT_MS = 7 * DAY_MS;

/** Twilio's codes for a message outside of the window, and for templates that do not help it. */
const OUTSIDE_WINDOW = 63016;
const NO_TEMPLATE = 63027;
const REJECTED = 63040;
const PAUSED = 63041;
const DISABLED = 63042;

/** Why a message may not leave. */
export type WindowRefusal =
  | typeof OUTSIDE_WINDOW
  | typeof NO_TEMPLATE
  | typeof REJECTED
  | typeof PAUSED
  | typeof DISABLED;

/** A channel that counts the time since the customer wrote. */
export type WindowedChannel = 'whatsapp' | 'messenger';

/** Whether the channel counts the time since the customer wrote. */
export function isWindowed(channel: ChannelKind): channel is WindowedChannel {
  return channel === 'whatsapp' || channel === 'messenger';
}

/** When a channel closes for free words, and when for what a person answers on Messenger. */
export function closingTimes(lastInboundAt: number): {
  readonly closesAt: number;
  readonly humanAgentUntil: number;
} {
  return { closesAt: lastInboundAt + WINDOW_MS, humanAgentUntil: lastInboundAt + HUMAN_AGENT_MS };
}

/** A message as the rules see it. */
export interface Departure {
  readonly channel: WindowedChannel;
  /** When the customer last wrote to this address of ours; null for never. */
  readonly lastInboundAt: number | null;
  /**
   * How far the template it was made from is with WhatsApp, null for one that was never handed in; `none` for free
   * words, `missing` for a template that is not there any more.
   */
  readonly template: ApprovalStatus | null | 'none' | 'missing';
  /** Why it may leave later than the window, on Messenger. */
  readonly tag: MessageTag | null;
}

/**
 * The code with which a message may not leave at this time, or null when it may. Inside the window everything may.
 * Outside of it WhatsApp carries approved templates; Messenger, to those who ever wrote, what carries a tag.
 */
export function windowRefusal(departure: Departure, now: number): WindowRefusal | null {
  const { channel, lastInboundAt, template, tag } = departure;
  const closing = lastInboundAt === null ? null : closingTimes(lastInboundAt);
  if (closing !== null && now < closing.closesAt) return null;
  if (channel === 'messenger') {
    if (closing === null || tag === null) return OUTSIDE_WINDOW;
    return tag !== 'HUMAN_AGENT' || now < closing.humanAgentUntil ? null : OUTSIDE_WINDOW;
  }
  switch (template) {
    case 'approved':
      return null;
    case 'missing':
      return NO_TEMPLATE;
    case 'rejected':
      return REJECTED;
    case 'paused':
      return PAUSED;
    case 'disabled':
      return DISABLED;
    default:
      return OUTSIDE_WINDOW;
  }
}
