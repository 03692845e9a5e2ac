// The front that actions of clients run through: who has a pre-event webhook is asked before anything happens, and
// may change the content or forbid the action. Requests with the account's credentials never come here.
import type { Context } from '#server/context.ts';
import type { ConversationWebhookRow } from '#storage/schema/conversation-configuration.ts';
import type {
  ChatServiceRow,
  MessageRow,
  ParticipantRow,
  ThreadRow,
  UserRow,
} from '#storage/schema/threads.ts';
import { askNow } from '#webhooks/webhooks.ts';
import { clientOrigin } from '../origin.ts';
import { type Happening, namesOf } from './event-names.ts';
import { additionOf, type HookFacts } from './hook-facts.ts';
import { HOOK_LIMIT_MS, type HookSettings, hooksFor } from './hook-settings.ts';
import { type Modification, verdictOf } from './pre-answer.ts';
import { requestParameters } from './request-parameters.ts';

/** An action a client wants. Rows hold what there will be if nobody objects; what does not exist yet has no SID. */
export type HookedAction =
  | {
      readonly type: 'message.add' | 'message.update' | 'message.remove';
      readonly thread: ThreadRow;
      readonly message: Partial<MessageRow>;
    }
  | { readonly type: 'thread.add'; readonly thread: Partial<ThreadRow> }
  | { readonly type: 'thread.update' | 'thread.remove'; readonly thread: ThreadRow }
  | {
      readonly type: 'participant.add' | 'participant.update' | 'participant.remove';
      readonly thread: ThreadRow;
      readonly participant: Partial<ParticipantRow>;
    }
  | { readonly type: 'user.update'; readonly user: UserRow };

/** The client that wants it. */
export interface ActingClient {
  readonly service: ChatServiceRow;
  /** What its account set up for all services. */
  readonly accountWebhook: ConversationWebhookRow | undefined;
  readonly identity: string;
}

/** What asking takes of the server. */
export type HookAsker = Pick<Context, 'clock' | 'config' | 'database' | 'log'>;

function happeningOf(action: HookedAction): Happening {
  return action.type === 'message.add' ? additionOf(action.message) : action.type;
}

function factsOf(asker: HookAsker, client: ActingClient, action: HookedAction): HookFacts {
  return {
    happening: happeningOf(action),
    accountSid: client.service.account_sid,
    serviceSid: client.service.sid,
    origin: clientOrigin(client.identity),
    at: asker.clock.now(),
    thread: 'thread' in action ? action.thread : null,
    ...('message' in action ? { message: action.message } : {}),
    ...('participant' in action ? { participant: action.participant } : {}),
    ...('user' in action ? { user: action.user } : {}),
  };
}

/** SID of the object the question is about, as the log of webhooks names it. */
function subjectOf(facts: HookFacts): string {
  return facts.thread?.sid ?? facts.user?.sid ?? facts.serviceSid;
}

/** The facts as they are once an answer has changed them. */
function modified(facts: HookFacts, change: Modification): HookFacts {
  if (facts.message !== undefined) return { ...facts, message: { ...facts.message, ...change } };
  if (facts.participant !== undefined) {
    const { attributes } = change;
    return {
      ...facts,
      participant: { ...facts.participant, ...(attributes === undefined ? {} : { attributes }) },
    };
  }
  if (facts.user !== undefined) return { ...facts, user: { ...facts.user, ...change } };
  return { ...facts, thread: { ...facts.thread, ...change } };
}

/** Asks one receiver; resolves with what its answer changes, and rejects when it forbids the action. */
async function ask(
  asker: HookAsker,
  hook: HookSettings,
  url: string,
  facts: HookFacts,
): Promise<Modification> {
  const eventType = namesOf(hook.face, facts.happening).pre ?? '';
  const outcome = await askNow(
    asker,
    {
      accountSid: facts.accountSid,
      subjectSid: subjectOf(facts),
      eventType,
      url,
      method: hook.method,
      parameters: requestParameters(hook.face, eventType, facts),
      maxAttempts: 1 + hook.preRetries,
      retryRule: 'busy',
      answerLimit: HOOK_LIMIT_MS,
    },
    (ended) => verdictOf(facts.happening, ended).remark,
  );
  const verdict = verdictOf(facts.happening, outcome);
  if (verdict.kind === 'refused') throw verdict.error;
  return verdict.modification;
}

function isAsked(hook: HookSettings, happening: Happening): boolean {
  const { pre } = namesOf(hook.face, happening);
  return pre !== null && hook.preUrl !== null && hook.filters.has(pre);
}

/**
 * Asks everyone who wants to be asked before this happens, one after the other, each with what the one before made
 * of it: the webhooks of the account, then those of the service. Resolves with the content to go on with, in the
 * names of columns, empty where nobody changes anything. Rejects with 50056 or 50057 when somebody answers 4xx or
 * 5xx: then nothing may happen. Who does not answer within five seconds agrees. Must not be called in a
 * transaction.
 */
export async function beforeAction(
  asker: HookAsker,
  client: ActingClient,
  action: HookedAction,
): Promise<Modification> {
  const hooks = hooksFor(client.service, client.accountWebhook);
  let facts = factsOf(asker, client, action);
  let change: Modification = {};
  for (const hook of hooks) {
    if (hook.preUrl === null || !isAsked(hook, facts.happening)) continue;
    const answer = await ask(asker, hook, hook.preUrl, facts);
    facts = modified(facts, answer);
    change = { ...change, ...answer };
  }
  return change;
}
