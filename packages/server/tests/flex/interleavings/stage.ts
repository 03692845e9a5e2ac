// A contact centre in which a story is played: every step is a request, and what was promised is remembered.
import { freshNumber } from '../../conversations/conversation-fixture.ts';
import { CENTRE, makeWorld, type World } from '../../journey/world.ts';
import { findings, reconcile } from '../../reconciler/reconciler-fixture.ts';
import { sdkClient } from '../../support/clients.ts';
import { answerFrom, messagesOnPhone } from '../../support/handset.ts';
import { startServer, type TestAccount, type TestServer } from '../../support/start-server.ts';
import { CUSTOMERS, type Step } from './steps.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const TOOK = [200, 201];
const UNSUBSCRIBED = 21_610;

interface Customer {
  readonly phone: string;
  hasStopped: boolean;
}

/** The contact centre, and what has been said in it. */
export class Stage {
  readonly #databaseUrl: string;
  #server: TestServer;
  readonly #account: TestAccount;
  #world: World;
  readonly #customers: readonly Customer[];
  /** Texts that a 2xx was given for, by customer. */
  readonly #promised = new Map<string, string[]>();
  readonly #written = new Map<string, string[]>();
  #texts = 0;

  private constructor(databaseUrl: string, server: TestServer, world: World) {
    this.#databaseUrl = databaseUrl;
    this.#server = server;
    this.#account = server.account;
    this.#world = world;
    this.#customers = Array.from({ length: CUSTOMERS }, () => ({ phone: freshNumber(), hasStopped: false }));
  }

  static async open(databaseUrl: string): Promise<Stage> {
    const server = await startServer(databaseUrl);
    const world = await makeWorld(sdkClient(server.url, server.account));
    await world.flow({ enabled: true, janitorEnabled: true });
    for (const { sid } of world.workers) {
      const channels = world.client.taskrouter.v1.workspaces(world.workspaceSid).workers(sid).workerChannels;
      await channels('sms').update({ capacity: 50 });
    }
    return new Stage(databaseUrl, server, world);
  }

  async close(): Promise<void> {
    await this.#server.stop();
  }

  async play(step: Step): Promise<void> {
    switch (step.does) {
      case 'call':
        await this.#call(step);
        break;
      case 'write':
        await this.#write(step.customer);
        break;
      case 'meet':
        await Promise.all([
          this.#call({ ...step, mode: 'open-now', ifOpen: 'reuse' }),
          this.#write(step.customer),
        ]);
        break;
      case 'stop':
      case 'start':
        await this.#word(step.customer, step.does);
        break;
      case 'accept':
      case 'complete':
      case 'cancel':
        await this.#work(step.does, step.pick);
        break;
      case 'close-conversation':
        await this.#closeConversation(step.pick);
        break;
      case 'close-session':
        await this.#closeSession(step.pick);
        break;
      case 're-open-session':
        await this.#reopenSession(step.pick);
        break;
      case 'wait':
        await this.#server.advance(step.minutes * MINUTE);
        break;
      case 'reconcile':
        await reconcile(this.#server, this.#account);
        break;
      case 'restart':
        await this.#restart();
    }
    await this.#server.settled();
  }

  /** What does not hold; empty when all does. */
  async faults(): Promise<string[]> {
    return [...(await this.#sharedPairs()), ...(await this.#lostOrDoubled())];
  }

  /** What the reconciler still finds a day after everything went quiet, once it has repaired. */
  async leftovers(): Promise<unknown[]> {
    await this.#server.advance(DAY);
    await reconcile(this.#server, this.#account);
    return findings(this.#server, this.#account);
  }

  async #call(step: Omit<Extract<Step, { does: 'call' }>, 'does'>): Promise<void> {
    const { phone, hasStopped } = this.#customers[step.customer]!;
    const body = this.#nextText('call');
    const answer = await fetch(`${this.#server.url}/outbound/v1/Conversations`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${this.#account.sid}:${this.#account.token}`)}` },
      body: new URLSearchParams({
        To: phone,
        From: CENTRE,
        CustomerName: 'Jane',
        Body: body,
        Mode: step.mode,
        Generation: step.generation,
        IfOpen: step.ifOpen,
        'Routing.WorkflowSid': this.#world.workflowSid,
      }),
    });
    const said = (await answer.json()) as { code?: number };
    if (TOOK.includes(answer.status)) remember(this.#promised, phone, body);
    else if (answer.status >= 500 || (hasStopped && said.code !== UNSUBSCRIBED)) {
      throw new Error(`a call was answered with ${answer.status} ${JSON.stringify(said)}`);
    }
    if (hasStopped && TOOK.includes(answer.status)) throw new Error('a customer who said stop was called');
  }

  async #write(customer: number): Promise<void> {
    const { phone } = this.#customers[customer]!;
    const body = this.#nextText('text');
    await answerFrom(this.#server, phone, CENTRE, body);
    remember(this.#written, phone, body);
  }

  async #word(number: number, word: 'stop' | 'start'): Promise<void> {
    const customer = this.#customers[number]!;
    await answerFrom(this.#server, customer.phone, CENTRE, word.toUpperCase());
    await this.#server.settled();
    customer.hasStopped = word === 'stop';
  }

  async #work(does: 'accept' | 'complete' | 'cancel', pick: number): Promise<void> {
    const tasks = this.#world.client.taskrouter.v1.workspaces(this.#world.workspaceSid).tasks;
    const wanted = does === 'complete' ? ['assigned', 'wrapping'] : ['pending', 'reserved'];
    const open = await tasks.list({ assignmentStatus: wanted });
    const task = open[pick % Math.max(open.length, 1)];
    if (task === undefined) return;
    if (does === 'accept') {
      const [offer] = await tasks(task.sid).reservations.list({ reservationStatus: 'pending' });
      if (offer === undefined) return;
      await tasks(task.sid).reservations(offer.sid).update({ reservationStatus: 'accepted' });
      return;
    }
    const assignmentStatus = does === 'complete' ? 'completed' : 'canceled';
    // Work that is being transferred is offered and held at once, and cannot be canceled.
    await tasks(task.sid).update({ assignmentStatus, reason: 'done' }).catch(refusedOnly);
  }

  async #closeConversation(pick: number): Promise<void> {
    const { conversations } = this.#world.client.conversations.v1;
    const open = await conversations.list({ state: 'active' });
    const one = open[pick % Math.max(open.length, 1)];
    if (one !== undefined) await conversations(one.sid).update({ state: 'closed' });
  }

  async #closeSession(pick: number): Promise<void> {
    const { sessions } = this.#world.client.proxy.v1.services(this.#world.proxyServiceSid);
    const open = (await sessions.list()).filter(({ status }) => status !== 'closed');
    const one = open[pick % Math.max(open.length, 1)];
    if (one !== undefined) await sessions(one.sid).update({ status: 'closed' });
  }

  async #reopenSession(pick: number): Promise<void> {
    const { sessions } = this.#world.client.proxy.v1.services(this.#world.proxyServiceSid);
    const closed = (await sessions.list()).filter(({ status }) => status === 'closed');
    const one = closed[pick % Math.max(closed.length, 1)];
    // Its pair may be in another open session by now.
    if (one !== undefined) await sessions(one.sid).update({ status: 'in-progress' }).catch(refusedOnly);
  }

  async #restart(): Promise<void> {
    const { clock } = this.#server;
    await this.#server.stop();
    this.#server = { ...(await startServer(this.#databaseUrl, {}, clock)), account: this.#account };
    this.#world = { ...this.#world, client: sdkClient(this.#server.url, this.#account) };
  }

  #nextText(kind: string): string {
    this.#texts += 1;
    return `${kind} ${this.#texts}`;
  }

  /** A customer and the centre's number are together in one open conversation at most, of either generation. */
  async #sharedPairs(): Promise<string[]> {
    const { read } = this.#server.context.database;
    const faults: string[] = [];
    for (const { phone } of this.#customers) {
      const inConversations = await read
        .selectFrom('participants')
        .innerJoin('threads', 'threads.sid', 'participants.thread_sid')
        .select('threads.sid')
        .where('participants.account_sid', '=', this.#account.sid)
        .where('participants.address', '=', phone)
        .where('threads.state', '<>', 'closed')
        .execute();
      const inSessions = await read
        .selectFrom('proxy_participants')
        .select('session_sid')
        .where('account_sid', '=', this.#account.sid)
        .where('identifier', '=', phone)
        .where('active', '=', 1)
        .execute();
      const open = [
        ...inConversations.map(({ sid }) => sid),
        ...inSessions.map(({ session_sid }) => session_sid),
      ];
      if (open.length > 1) faults.push(`${phone} is in ${open.join(' and ')}`);
    }
    return faults;
  }

  /** What was taken is in a conversation once, and on the phone once; nothing else is. */
  async #lostOrDoubled(): Promise<string[]> {
    const faults: string[] = [];
    for (const { phone } of this.#customers) {
      const promised = this.#promised.get(phone) ?? [];
      const written = this.#written.get(phone) ?? [];
      const stored = await this.#stored([...promised, ...written]);
      const onPhone = await messagesOnPhone(this.#server, phone, CENTRE);
      const arrived = onPhone.filter(({ direction }) => direction === 'incoming').map(({ body }) => body);
      for (const body of [...promised, ...written]) {
        const times = stored.filter((one) => one === body).length;
        if (times !== 1) faults.push(`"${body}" is in ${times} conversations`);
      }
      for (const body of promised) {
        const times = arrived.filter((one) => one === body).length;
        if (times !== 1) faults.push(`"${body}" is ${times} times on the phone`);
      }
      const unasked = arrived.filter((body) => body.startsWith('call ') && !promised.includes(body));
      faults.push(...unasked.map((body) => `"${body}" was refused and arrived`));
    }
    return faults;
  }

  async #stored(bodies: readonly string[]): Promise<string[]> {
    if (bodies.length === 0) return [];
    const rows = await this.#server.context.database.read
      .selectFrom('messages')
      .select('body')
      .where('account_sid', '=', this.#account.sid)
      .where('body', 'in', bodies)
      .execute();
    return rows.map(({ body }) => body ?? '');
  }
}

function refusedOnly(error: { status?: number }): void {
  if (error.status !== 400) throw error;
}

function remember(kept: Map<string, string[]>, phone: string, body: string): void {
  kept.set(phone, [...(kept.get(phone) ?? []), body]);
}
