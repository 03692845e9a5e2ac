// Typing indicators: who is writing is shown at once to everybody connected who is in the thread, in every process, and
// kept nowhere.
import type { TwilsockSession, TwilsockSessions } from '#realtime/realtime.ts';
import type { Context } from '#server/context.ts';
import type { TypingFact } from '../actions/actions.ts';

const TOPIC = 'typing';
/** Kind of the notification clients know. */
const MESSAGE_TYPE = 'twilio.ipmsg.typing_indicator';
/** An indicator is shown a little longer than it is good for, so that it does not flicker when it is renewed. */
const LATENCY_SECONDS = 1;

function isOfService({ accountSid, token }: TwilsockSession, fact: TypingFact): boolean {
  return accountSid === fact.accountSid && token.grants.chat?.serviceSid === fact.serviceSid;
}

/** Carries typing indicators between the clients of all processes. */
export class TypingIndicators {
  readonly #context: Pick<Context, 'database' | 'log'>;
  readonly #sessions: TwilsockSessions;
  readonly #underWay = new Set<Promise<void>>();

  constructor(context: Pick<Context, 'database' | 'log'>, sessions: TwilsockSessions) {
    this.#context = context;
    this.#sessions = sessions;
    context.database.onWhisper(TOPIC, (fact) => this.#hear(fact as TypingFact));
  }

  /** Shows it to everybody else who is in the thread. */
  show(fact: TypingFact): void {
    this.#context.database.whisper(TOPIC, fact);
  }

  /** Resolves when everybody connected to this process has been told of what was heard. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #hear(fact: TypingFact): void {
    const telling = this.#tell(fact)
      .catch((error: unknown) => this.#context.log.warn({ err: error }, 'a typing indicator was lost'))
      .finally(() => this.#underWay.delete(telling));
    this.#underWay.add(telling);
  }

  /** Whether anybody else of the service is connected to this process. */
  #isAnybodyThere(fact: TypingFact): boolean {
    for (const session of this.#sessions.all()) {
      if (session.identity !== fact.identity && isOfService(session, fact)) return true;
    }
    return false;
  }

  async #tell(fact: TypingFact): Promise<void> {
    if (!this.#isAnybodyThere(fact)) return;
    const participants = await this.#context.database.read
      .selectFrom('participants')
      .select('identity')
      .where('thread_sid', '=', fact.threadSid)
      .where('identity', 'is not', null)
      .execute();
    const payload = {
      channel_sid: fact.threadSid,
      identity: fact.identity,
      typing_timeout: fact.timeout + LATENCY_SECONDS,
    };
    for (const { identity } of participants) {
      if (identity === null || identity === fact.identity) continue;
      for (const session of this.#sessions.of(fact.accountSid, identity)) {
        if (isOfService(session, fact)) session.notify(MESSAGE_TYPE, payload);
      }
    }
  }
}
