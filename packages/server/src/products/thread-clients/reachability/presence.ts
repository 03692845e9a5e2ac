// Who is online: users with a client connected to any process, in services that show it. Each process writes down whose
// clients it has and that it is there; those of a process that falls silent are let go by the others.
import { ApiError } from '#kernel/errors.ts';
import { PokedWork } from '#kernel/poked-work.ts';
import { newSid } from '#kernel/sid.ts';
import type { SessionObserver, TwilsockSession, TwilsockSessions } from '#realtime/realtime.ts';
import type { Context } from '#server/context.ts';
import { settingsOf } from '#threads/threads.ts';
import { viewerOf } from '../actions/actions.ts';
import { enter, giveUp, hide, type LocalUser, leave, silentProcesses, stayThere } from './commands.ts';

/** How often a process says that it is there. */
const BEAT_MS = 5_000;
/** A process that has been silent for so long is gone. */
export const SILENCE_MS = 20_000;
/** Users in one transaction at most. */
const BATCH = 250;

/** A user whose client is or was connected to this process. */
interface Known extends LocalUser {
  readonly serviceSid: string;
  readonly identity: string;
}

/** The presence of the users of one process. */
export class Presence {
  readonly #context: Context;
  readonly #sessions: TwilsockSessions;
  readonly #sid = newSid('PX');
  readonly #known = new Map<string, Known>();
  readonly #userOf = new WeakMap<TwilsockSession, string>();
  /** Users for whom something may have changed. */
  readonly #changed = new Set<string>();
  /** Users this process has entered. */
  readonly #entered = new Set<string>();
  readonly #work: PokedWork;
  #isThere = false;
  #beatAt = 0;

  constructor(context: Context, sessions: TwilsockSessions) {
    this.#context = context;
    this.#sessions = sessions;
    this.#work = new PokedWork(
      context.clock,
      () => this.#run(),
      (error) => context.log.error({ err: error }, 'who is online could not be written down'),
    );
  }

  /** Makes users of those who connect, and follows their coming and going. */
  observer(): SessionObserver {
    const follow = (session: TwilsockSession) => {
      if (session.token.grants.chat !== null) session.track(this.#meet(session));
    };
    return {
      opened: follow,
      tokenUpdated: (session) => {
        this.#part(session);
        follow(session);
      },
      closed: (session) => this.#part(session),
    };
  }

  /** Something about a user may be another now: how he can be reached. */
  touch(userSid: string): void {
    if (!this.#known.has(userSid)) return;
    this.#changed.add(userSid);
    this.#work.poke();
  }

  /** Whoever an embedded database still shows as online was so before this process. */
  async start(): Promise<void> {
    if (!this.#context.database.isShared) await this.#giveUpSilent(Number.MAX_SAFE_INTEGER);
    this.#work.start();
  }

  idle(): Promise<void> {
    return this.#work.idle();
  }

  /** Lets everybody go. */
  async stop(): Promise<void> {
    await this.#work.stop();
    if (this.#isThere) await this.#giveUp(this.#sid, Number.MAX_SAFE_INTEGER);
  }

  async #meet(session: TwilsockSession): Promise<void> {
    try {
      const { user, service } = await viewerOf(this.#context.database, session, 'chat');
      const { sid, account_sid: accountSid, identity } = user;
      this.#known.set(sid, { sid, accountSid, serviceSid: service.sid, identity });
      this.#userOf.set(session, sid);
      this.touch(sid);
    } catch (error) {
      // Whose token names no service or no user that can be is refused when he asks for something.
      if (!(error instanceof ApiError)) throw error;
    }
  }

  #part(session: TwilsockSession): void {
    const userSid = this.#userOf.get(session);
    if (userSid !== undefined) this.touch(userSid);
  }

  #isHere({ accountSid, identity, serviceSid }: Known): boolean {
    for (const session of this.#sessions.of(accountSid, identity)) {
      if (session.token.grants.chat?.serviceSid === serviceSid) return true;
    }
    return false;
  }

  async #run(): Promise<number | null> {
    const { clock } = this.#context;
    if (clock.now() >= this.#beatAt) await this.#beat();
    while (this.#changed.size > 0) await this.#write();
    return this.#beatAt;
  }

  async #beat(): Promise<void> {
    const { clock, database } = this.#context;
    const now = clock.now();
    this.#beatAt = now + BEAT_MS;
    if (this.#isThere) this.#stayed(await database.transaction((tx) => stayThere(tx, this.#sid)));
    await this.#noticeServices();
    if (database.isShared) await this.#giveUpSilent(now - SILENCE_MS);
  }

  /** This process has said that it is there; whom the others had let go meanwhile is entered again. */
  #stayed(wasThere: boolean): void {
    if (this.#isThere && !wasThere) {
      this.#entered.clear();
      for (const sid of this.#known.keys()) this.#changed.add(sid);
    }
    this.#isThere = true;
  }

  /** Services begin and cease to show who is online while their users are connected. */
  async #noticeServices(): Promise<void> {
    const isShown = await this.#shownServices([...this.#known.values()]);
    for (const { sid, serviceSid } of this.#known.values()) {
      if (isShown.has(serviceSid) !== this.#entered.has(sid)) this.#changed.add(sid);
    }
  }

  async #shownServices(users: readonly Known[]): Promise<ReadonlySet<string>> {
    const sids = [...new Set(users.map(({ serviceSid }) => serviceSid))];
    if (sids.length === 0) return new Set();
    const { read } = this.#context.database;
    const services = await read.selectFrom('chat_services').selectAll().where('sid', 'in', sids).execute();
    return new Set(services.filter((row) => settingsOf(row).reachabilityEnabled).map(({ sid }) => sid));
  }

  async #write(): Promise<void> {
    const sids = [...this.#changed].slice(0, BATCH);
    for (const sid of sids) this.#changed.delete(sid);
    try {
      await this.#writeDown(sids.flatMap((sid) => this.#known.get(sid) ?? []));
    } catch (error) {
      for (const sid of sids) this.#changed.add(sid);
      throw error;
    }
  }

  async #writeDown(users: readonly Known[]): Promise<void> {
    const shown = await this.#shownServices(users);
    const here = users.filter((user) => this.#isHere(user));
    const gone = users.filter((user) => !here.includes(user));
    const entering = here.filter(({ serviceSid }) => shown.has(serviceSid));
    const leaving = gone.filter(({ sid, serviceSid }) => shown.has(serviceSid) || this.#entered.has(sid));
    const hiding = here.filter(({ sid, serviceSid }) => !shown.has(serviceSid) && this.#entered.has(sid));
    if (entering.length + leaving.length + hiding.length > 0) {
      const wasThere = await this.#context.database.transaction(async (tx) => {
        const isKnown = await stayThere(tx, this.#sid);
        await enter(tx, this.#sid, entering);
        await leave(
          tx,
          this.#sid,
          leaving.map(({ sid }) => sid),
        );
        await hide(
          tx,
          this.#sid,
          hiding.map(({ sid }) => sid),
        );
        return isKnown;
      });
      this.#stayed(wasThere);
    }
    for (const { sid } of entering) this.#entered.add(sid);
    for (const { sid } of [...leaving, ...hiding]) this.#entered.delete(sid);
    for (const user of gone) {
      if (!this.#isHere(user)) this.#known.delete(user.sid);
    }
  }

  async #giveUpSilent(since: number): Promise<void> {
    const { database } = this.#context;
    for (const sid of await silentProcesses(database.read, this.#sid, since)) {
      await this.#giveUp(sid, since);
    }
  }

  async #giveUp(sid: string, since: number): Promise<void> {
    const { database } = this.#context;
    for (let isMoreLeft = true; isMoreLeft; ) {
      isMoreLeft = await database.transaction((tx) => giveUp(tx, sid, since, BATCH));
    }
  }
}
