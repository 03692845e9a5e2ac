// The look before the call: everything that can be known is read in a bounded number of statements, and each question
// is answered by a pure rule.
import {
  findSender,
  holdPair,
  isOptedOut,
  mayLeave,
  windowOf,
  checkWindow as windowRefusalOf,
} from '#delivery/delivery.ts';
import { ApiError, apiError, invalidParameter } from '#kernel/errors.ts';
import { renderTemplates } from '#server/content/content.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import { checkBinding } from '#threads/threads.ts';
import type { Wish } from '../conversations/wish.ts';
import { type Carriage, findProxyService, findTaskFlow } from '../legacy/find-flow.ts';
import { findOpen, type OpenConversation, openDetails, type TakenPair } from '../open-pair.ts';
import { type Resolved, resolveTarget } from '../routing-target.ts';
import { chooseFrom } from '../sender-policy.ts';
import { channelOf, checkRecipient, checkSender, type OutboundChannel, spelledFor } from './addresses.ts';
import { type Check, isClear, passed, refusedBy, warned } from './check.ts';
import { checkConsent, checkRules, checkWindow } from './consent.ts';
import { checkSegments, checkTemplate, checkWords, countParts, type Words } from './words.ts';

/** Everything the call needs to know to be carried out. */
export interface Plan {
  readonly accountSid: string;
  readonly wish: Wish;
  readonly to: string;
  readonly from: string;
  readonly channel: OutboundChannel;
  readonly resolved: Resolved;
  /** Null in the current generation, and where an open conversation needs none. */
  readonly carriage: Carriage | null;
  readonly words: Words;
  readonly encoding: string;
  readonly segments: number;
  readonly open: OpenConversation | null;
}

/** What the look found; a plan only when nothing stands in the way. */
export interface Preflight {
  readonly checks: readonly Check[];
  readonly plan: Plan | null;
}

/** The words with what the template makes of them. */
async function readWords(tx: Transaction, accountSid: string, wish: Wish, to: string): Promise<Words> {
  const { body, contentSid, contentVariables } = wish;
  if (contentSid === null) return { body, contentSid, contentVariables, template: null };
  const message = { accountSid, to, body: null, contentSid, contentVariables };
  const [rendered] = await renderTemplates<typeof message & { refusedWith?: number }>(tx.db, [message]);
  const refusedWith = rendered?.refusedWith ?? null;
  const text = refusedWith === null ? (rendered?.body ?? null) : null;
  return { body, contentSid, contentVariables, template: { text, refusedWith } };
}

/** Whether the customer's own words could be taken for those of the agent. */
function checkRouting(resolved: Resolved, to: string): Check {
  const { target, agent } = resolved;
  if (agent?.identity === to) {
    return refusedBy('routing', invalidParameter('AgentIdentity', 'it is the address of the customer'));
  }
  return passed('routing', 'The work can be routed', {
    workspace_sid: target.workspaceSid,
    workflow_sid: target.workflowSid,
    queue_sid: target.queueSid,
    worker_sid: target.workerSid,
    worker_name: agent?.name ?? null,
    task_channel: target.taskChannel,
  });
}

/** What the pair's open conversation means for the call (409/50416, of the legacy generation 80604). */
function checkOpen(open: OpenConversation | TakenPair | null, { ifOpen }: Wish, now: number): Check {
  const check = 'open-conversation';
  if (open === null) return passed(check, 'The customer is in no open conversation with this address');
  const details = openDetails(open, now);
  if (open.generation === 'taken') {
    return refusedBy(check, apiError(80604, undefined, { parameter: 'To', ...details }));
  }
  if (ifOpen !== 'reject') {
    return warned(check, `The customer is in the open conversation ${open.thread.sid}: ${ifOpen}`, details);
  }
  const sentence =
    open.generation === 'conversations'
      ? `A binding for this participant and proxy address already exists in Conversation ${open.thread.sid}`
      : `The proxy identifier is in use for this participant in Channel ${open.thread.sid}`;
  const code = open.generation === 'conversations' ? 50416 : 80604;
  return refusedBy(check, apiError(code, sentence, { parameter: 'To', ...details }));
}

/** Gathers answers; the first refusal is what a call is refused with. */
class Answers {
  readonly checks: Check[] = [];

  add(...checks: readonly (Check | null)[]): void {
    this.checks.push(...checks.filter((check) => check !== null));
  }

  get end(): Preflight {
    return { checks: this.checks, plan: null };
  }
}

/** Why a conversation cannot have the two addresses, or null. */
async function bindingRefusal(
  db: Reader,
  accountSid: string,
  address: string,
  proxyAddress: string,
): Promise<ApiError | null> {
  try {
    await checkBinding(db, accountSid, { address, proxyAddress });
    return null;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return new ApiError(error.code, error.status, error.message, { ...error.details, parameter: 'From' });
  }
}

/** The routing, the sender that may follow from it, and the flow that follows from the sender. */
async function readSides(tx: Transaction, accountSid: string, wish: Wish, to: string, answers: Answers) {
  const { db } = tx;
  const channel = channelOf(to) as OutboundChannel;
  const isLegacy = wish.generation === 'legacy';
  const known =
    wish.senderPolicy === 'agent-number'
      ? await resolveTarget(db, accountSid, wish.routing, { flow: null, channel })
      : null;
  if (known instanceof Error) return void answers.add(refusedBy('routing', known));
  const from = await chooseFrom(tx, accountSid, wish, { to, channel, worker: known?.worker ?? null });
  if (from instanceof Error) return void answers.add(refusedBy('from', from));
  const sender = await findSender(db, accountSid, from);
  const checked = checkSender({ address: from, kind: sender?.kind ?? null }, to);
  answers.add(checked);
  if (checked.verdict === 'refuse') return undefined;
  const unbindable = isLegacy ? null : await bindingRefusal(db, accountSid, to, from);
  if (unbindable !== null) return void answers.add(refusedBy('from', unbindable));
  const flow = isLegacy ? await findTaskFlow(db, accountSid, from, channel) : null;
  if (flow instanceof Error) return void answers.add(refusedBy('flow', flow));
  const proxyServiceSid = flow === null ? null : await findProxyService(db, flow, from);
  if (proxyServiceSid instanceof Error) return void answers.add(refusedBy('flow', proxyServiceSid));
  if (flow !== null) {
    answers.add(
      passed('flow', 'A Flex Flow leads to tasks', {
        flex_flow_sid: flow.sid,
        proxy_service_sid: proxyServiceSid,
      }),
    );
  }
  const resolved = await resolveTarget(db, accountSid, wish.routing, { flow, channel });
  if (resolved instanceof ApiError) return void answers.add(refusedBy('routing', resolved));
  answers.add(checkRouting(resolved, to));
  const carriage = flow === null ? null : { flow, proxyServiceSid: proxyServiceSid as string };
  return { channel, from, resolved, carriage };
}

/**
 * Looks before the call, and writes nothing but a messaging service's choice of sender, which a caller who only looks
 * takes back.
 */
export async function look(tx: Transaction, accountSid: string, wish: Wish): Promise<Preflight> {
  const answers = new Answers();
  const to = spelledFor(wish.channel, wish.to);
  const recipient = checkRecipient(to, wish.channel);
  answers.add(recipient);
  if (recipient.verdict === 'refuse') {
    answers.add(checkWords({ ...wish, template: null }));
    return answers.end;
  }
  const sides = await readSides(tx, accountSid, wish, to, answers);
  const words = await readWords(tx, accountSid, wish, to);
  const channel = channelOf(to) as OutboundChannel;
  answers.add(checkWords(words), checkTemplate(words), checkSegments(words, channel));
  if (sides === undefined) return answers.end;
  const { from, resolved, carriage } = sides;
  const { db, now } = tx;
  const message = { accountSid, from, to };
  const permission = {
    ...message,
    isOptedOut: await isOptedOut(db, accountSid, from, to),
    window: await windowOf(db, now, { accountSid, ownAddress: from, customerAddress: to }),
    windowRefusal: await windowRefusalOf(db, now, { ...message, contentSid: wish.contentSid }),
    obstacle: await mayLeave(db, { ...message, flowSid: carriage?.flow.sid ?? null }, now),
  };
  answers.add(checkConsent(permission), checkWindow(permission), ...checkRules(permission));
  await holdPair(tx, { accountSid, customer: to, own: from });
  const open = await findOpen(db, message, now);
  answers.add(checkOpen(open, wish, now));
  if (!isClear(answers.checks)) return answers.end;
  const plan: Plan = {
    accountSid,
    wish,
    to,
    from,
    channel,
    resolved,
    carriage,
    words,
    ...countParts(words, channel),
    open: open as OpenConversation | null,
  };
  return { checks: answers.checks, plan };
}
