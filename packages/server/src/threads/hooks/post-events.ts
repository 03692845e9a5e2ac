// Tells webhooks what happened: what clients and carriers did always, what programs did when they ask for it.
import type { Processor } from '#events/dispatcher.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ScopedWebhookRow } from '#storage/schema/hooks.ts';
import { enqueueWebhooks, type NewWebhook } from '#webhooks/webhooks.ts';
import { readFacts, TOLD_EVENTS, type ToldEvent, threadSidOf } from './event-facts.ts';
import { namesOf } from './event-names.ts';
import type { HookFacts } from './hook-facts.ts';
import { HOOK_LIMIT_MS, type HookSettings, hooksOf } from './hook-settings.ts';
import { requestParameters } from './request-parameters.ts';
import { isNewTo, scopedCall } from './scoped-calls.ts';
import { removeScopedWebhooksOf } from './scoped-webhooks.ts';

/** Receipts come from carriers and timers from nobody's program: webhooks always hear of them. */
function isHeard(event: ToldEvent): boolean {
  if (event.type === 'message.delivery') return true;
  if (event.type === 'thread.state-updated' && event.data.reason === 'TIMER') return true;
  return event.data.origin?.isHooked === true;
}

/** The webhooks somebody set up for the places where something happened. */
interface Hooks {
  readonly ofServices: ReadonlyMap<string, readonly HookSettings[]>;
  readonly ofThreads: ReadonlyMap<string, readonly ScopedWebhookRow[]>;
}

async function scopedHooks(db: Reader, threadSids: readonly string[]): Promise<Hooks['ofThreads']> {
  if (threadSids.length === 0) return new Map();
  const rows = await db
    .selectFrom('scoped_webhooks')
    .selectAll()
    .where('thread_sid', 'in', threadSids)
    .orderBy('sid')
    .execute();
  return Map.groupBy(rows, (row) => row.thread_sid);
}

async function readHooks(db: Reader, events: readonly ToldEvent[]): Promise<Hooks> {
  if (events.length === 0) return { ofServices: new Map(), ofThreads: new Map() };
  const threads = new Set(events.map(threadSidOf).filter((sid) => sid !== null));
  return {
    ofServices: await hooksOf(db, [...new Set(events.map(({ data }) => data.serviceSid))]),
    ofThreads: await scopedHooks(db, [...threads]),
  };
}

/** Whether anybody may want to hear of an event; it saves reading what nobody is told. */
function hasHooks(hooks: Hooks, event: ToldEvent): boolean {
  if (hooks.ofThreads.has(threadSidOf(event) ?? '')) return true;
  const settings = hooks.ofServices.get(event.data.serviceSid) ?? [];
  return settings.some(({ postUrl, filters }) => postUrl !== null && filters.size > 0);
}

function serviceCall(hook: HookSettings, facts: HookFacts): NewWebhook | null {
  const eventType = namesOf(hook.face, facts.happening).post;
  if (eventType === null || hook.postUrl === null || !hook.filters.has(eventType)) return null;
  return {
    accountSid: facts.accountSid,
    subjectSid: facts.thread?.sid ?? facts.user?.sid ?? facts.serviceSid,
    eventType,
    url: hook.postUrl,
    method: hook.method,
    parameters: requestParameters(hook.face, eventType, facts),
    maxAttempts: 1 + hook.postRetries,
    retryRule: 'busy',
    answerLimit: HOOK_LIMIT_MS,
  };
}

function callsFor(hooks: Hooks, facts: HookFacts): NewWebhook[] {
  const settings = hooks.ofServices.get(facts.serviceSid) ?? [];
  const scoped = hooks.ofThreads.get(facts.thread?.sid ?? '') ?? [];
  const calls = [
    ...settings.map((hook) => serviceCall(hook, facts)),
    ...scoped.filter((hook) => isNewTo(hook, facts)).map((hook) => scopedCall(hook, facts)),
  ];
  return calls.filter((call) => call !== null);
}

/** Events somebody may want to hear of, and the webhooks of everybody. */
async function heardEvents(
  db: Reader,
  events: readonly ToldEvent[],
): Promise<{ readonly hooks: Hooks; readonly wanted: readonly ToldEvent[] }> {
  const told = events.filter(isHeard);
  const hooks = await readHooks(db, told);
  return { hooks, wanted: told.filter((event) => hasHooks(hooks, event)) };
}

async function tell(tx: Transaction, events: readonly ToldEvent[]): Promise<void> {
  const { hooks, wanted } = await heardEvents(tx.db, events);
  if (wanted.length === 0) return;
  const facts = await readFacts(tx.db, wanted);
  await enqueueWebhooks(
    tx,
    facts.flatMap((fact) => callsFor(hooks, fact)),
  );
}

/** Webhooks of removed threads go only now, so that they have heard of the removal. */
async function forgetRemoved(tx: Transaction, events: readonly ToldEvent[]): Promise<void> {
  const removed = events.filter(({ type }) => type === 'thread.removed');
  await removeScopedWebhooksOf(
    tx,
    removed.map(({ subjectSid }) => subjectSid),
  );
}

/** The processor behind the post-event webhooks of accounts, services and threads. */
export const postEventHooks: Processor = {
  name: 'thread-hooks',
  handles: TOLD_EVENTS,
  gathersFor: 20,
  async concerns(db, events) {
    if (events.some(({ type }) => type === 'thread.removed')) return true;
    return (await heardEvents(db, events as readonly ToldEvent[])).wanted.length > 0;
  },
  async process(tx, events) {
    const told = events as readonly ToldEvent[];
    await tell(tx, told);
    await forgetRemoved(tx, told);
  },
};
