// What a call has made or found, before it is written down.
import type { OutboundGeneration, OutboundOutcome } from '#storage/schema/outbound.ts';

/** The conversation of a call, with everything that belongs to it. */
export interface Made {
  readonly generation: OutboundGeneration;
  readonly outcome: OutboundOutcome;
  readonly threadSid: string;
  readonly serviceSid: string;
  readonly messageSid: string;
  readonly flexFlowSid: string | null;
  readonly proxyServiceSid: string | null;
  readonly sessionSid: string | null;
  readonly interactionSid: string | null;
  readonly interactionChannelSid: string | null;
  /** Null where nobody has the work yet. */
  readonly taskSid: string | null;
}

/** The parts of a call that only one generation has. */
export const NOTHING_ELSE = {
  flexFlowSid: null,
  proxyServiceSid: null,
  sessionSid: null,
  interactionSid: null,
  interactionChannelSid: null,
} as const;
