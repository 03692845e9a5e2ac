// Every rule, in the order they are applied: what frees customers first, then what frees agents.
import { channelWithoutSession } from './channel-without-session.ts';
import { channelWithoutTask } from './channel-without-task.ts';
import { conversationWithoutAgent } from './conversation-without-agent.ts';
import { interactionWithoutAgent } from './interaction-without-agent.ts';
import type { Rule, RuleName } from './rule.ts';
import { sessionWithoutChannel } from './session-without-channel.ts';
import { taskWithoutCustomer } from './task-without-customer.ts';
import { wrappingTooLong } from './wrapping-too-long.ts';

export const RULES: readonly Rule[] = [
  channelWithoutSession,
  channelWithoutTask,
  sessionWithoutChannel,
  interactionWithoutAgent,
  conversationWithoutAgent,
  taskWithoutCustomer,
  wrappingTooLong,
];

/** Their names, as requests say them. */
export const RULE_NAMES = RULES.map(({ name }) => name) as [RuleName, ...RuleName[]];
