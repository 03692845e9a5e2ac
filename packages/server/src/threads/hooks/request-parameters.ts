// The whole form of a webhook: what happened in the words of its generation, and which webhook it is.
import { chatParameters } from './chat-parameters.ts';
import { conversationsParameters } from './conversation-parameters.ts';
import type { Face } from './event-names.ts';
import { type HookFacts, type LooseParameters, stated } from './hook-facts.ts';

const BUILDERS = { chat: chatParameters, conversations: conversationsParameters };

/** The parameters of a request. The one who sends it keeps `RetryCount` up to date. */
export function requestParameters(
  face: Face,
  eventType: string,
  facts: HookFacts,
  webhook: LooseParameters = {},
): Record<string, string> {
  return stated({ ...BUILDERS[face](facts), EventType: eventType, RetryCount: 0, ...webhook });
}
