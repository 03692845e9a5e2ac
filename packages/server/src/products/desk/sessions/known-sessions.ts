// Who is behind the cookie of a request: asked of the database once in a few seconds, like the headers of programs.
import type { FastifyRequest } from 'fastify';
import type { Caller, SessionPort } from '#http/authentication.ts';
import type { Context } from '#server/context.ts';
import { mayCall } from '../roles/may-call.ts';
import { sessionToken } from './cookie.ts';
import { isOfDesk, refuseForeign } from './same-origin.ts';
import {
  endOf,
  findSession,
  isSeenLongAgo,
  SESSIONS_ENDED,
  type SignedIn,
  seeSession,
  tokenHash,
} from './sessions.ts';

const BELIEVED_MS = 5_000;
const CACHE_SIZE = 5_000;

/** The sessions of this server, and the callers they make. */
export class KnownSessions implements SessionPort {
  readonly #context: Context;
  readonly #believed = new Map<string, { signedIn: SignedIn; until: number }>();
  /** Changes when sessions end early: what was read before that is not believed. */
  #age = 0;

  constructor(context: Context) {
    this.#context = context;
    context.database.onSignals((signals) => {
      if (signals.has(SESSIONS_ENDED)) this.#forget();
    });
  }

  /** Who is signed in where a request comes from; null when nobody is. */
  async signedIn(request: FastifyRequest): Promise<SignedIn | null> {
    const token = sessionToken(request);
    if (token === null) return null;
    const { clock, database, config } = this.#context;
    const hash = tokenHash(token);
    const now = clock.now();
    const signedIn = await this.#find(hash, now);
    if (signedIn === null) return null;
    const { session } = signedIn;
    if (!isSeenLongAgo(session, now)) return signedIn;
    await database.transaction((tx) => seeSession(tx, hash));
    const seen = { ...signedIn, session: { ...session, last_seen: now } };
    const entry = this.#believed.get(hash);
    if (entry !== undefined && endOf(session, config.desk) > now) entry.signedIn = seen;
    return seen;
  }

  async callerOf(request: FastifyRequest): Promise<Caller | null> {
    if (sessionToken(request) === null || !isOfDesk(request)) return null;
    refuseForeign(request, this.#context.config.publicUrl);
    const signedIn = await this.signedIn(request);
    if (signedIn === null) return null;
    const { agent } = signedIn;
    const person = {
      sid: agent.sid,
      fullName: agent.full_name,
      role: agent.role,
      workerSid: agent.worker_sid,
    };
    return {
      accountSid: agent.account_sid,
      person,
      may: (call) => mayCall(this.#context.database.read, agent, call),
    };
  }

  async #find(hash: string, now: number): Promise<SignedIn | null> {
    const { database, config } = this.#context;
    const known = this.#believed.get(hash);
    if (known !== undefined && known.until > performance.now()) {
      return endOf(known.signedIn.session, config.desk) > now ? known.signedIn : null;
    }
    const age = this.#age;
    const found = await findSession(database.read, hash, now, config.desk);
    if (found === null || age !== this.#age) return found;
    if (this.#believed.size >= CACHE_SIZE) this.#believed.clear();
    this.#believed.set(hash, { signedIn: found, until: performance.now() + BELIEVED_MS });
    return found;
  }

  #forget(): void {
    this.#age += 1;
    this.#believed.clear();
  }
}
