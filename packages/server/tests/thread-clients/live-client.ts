// A client of any generation, spoken to in one vocabulary, so that each behaviour is tested once for all of them.
import { eventName, type Generation, type LiveEvent, participantWord, threadWord } from './generations.ts';

/** An object of a package; which one it is only its words say. */
// biome-ignore lint/suspicious/noExplicitAny: four packages with different names for the same things.
export type Raw = any;

/** What an event tells, whichever way its generation wraps it. */
export interface Told {
  readonly raw: Raw;
  /** Why something changed, as the package says. */
  readonly reasons: readonly string[];
}

/** An event that was heard. */
export interface Heard extends Told {
  readonly event: LiveEvent;
}

function toldOf(given: Raw): Told {
  if (given?.updateReasons === undefined) return { raw: given, reasons: [] };
  const { message, participant, member, conversation, channel, user, updateReasons } = given;
  return { raw: message ?? participant ?? member ?? conversation ?? channel ?? user, reasons: updateReasons };
}

/** Everything on a page and those behind it, in the order of the list. */
async function allItems(first: Raw): Promise<Raw[]> {
  const items: Raw[] = [...first.items];
  for (let page = first; page.hasNextPage; ) {
    page = await page.nextPage();
    items.push(...page.items);
  }
  return items;
}

/** A message, in words common to all generations. */
export interface LiveMessage {
  readonly index: number;
  readonly sid: string;
  readonly author: string | null;
  readonly body: string | null;
  readonly attributes: unknown;
  readonly lastUpdatedBy: string | null;
  /** The message as the package shows it, for changing it. */
  readonly raw: Raw;
}

function messageOf(raw: Raw): LiveMessage {
  const { index, sid, author, body, attributes, lastUpdatedBy } = raw;
  return { index, sid, author, body, attributes, lastUpdatedBy, raw };
}

/** A participant, in words common to all generations. */
export interface LiveParticipant {
  readonly sid: string;
  readonly identity: string | null;
  readonly type: string;
  readonly attributes: unknown;
  readonly lastReadIndex: number | null;
  readonly raw: Raw;
}

/** A thread as one client sees it. */
export class LiveThread {
  readonly raw: Raw;
  readonly #generation: Generation;

  constructor(generation: Generation, raw: Raw) {
    this.#generation = generation;
    this.raw = raw;
  }

  get sid(): string {
    return this.raw.sid;
  }

  get status(): string {
    return this.raw.status;
  }

  get lastReadIndex(): number | null {
    return this.raw[`last${this.#generation.words.read}MessageIndex`];
  }

  async participants(): Promise<LiveParticipant[]> {
    const { words } = this.#generation;
    const all: Raw[] = await this.raw[participantWord(words, 'get*s')]();
    return all.map((raw) => ({
      sid: raw.sid,
      identity: raw.identity,
      type: raw.type,
      attributes: raw.attributes,
      lastReadIndex: raw[`last${words.read}MessageIndex`],
      raw,
    }));
  }

  /** The identities of those who are in, sorted. */
  async identities(): Promise<(string | null)[]> {
    return (await this.participants()).map(({ identity }) => identity).sort();
  }

  removeParticipant(identity: string): Promise<void> {
    return this.raw[participantWord(this.#generation.words, 'remove*')](identity);
  }

  /** Every message, from the first on. */
  async messages(pageSize = 100): Promise<LiveMessage[]> {
    const page = await this.raw.getMessages(pageSize, 0, 'forward');
    return (await allItems(page)).map(messageOf);
  }

  async message(index: number): Promise<LiveMessage> {
    const page = await this.raw.getMessages(1, index, 'forward');
    return messageOf(page.items[0]);
  }

  /** Resolves with the index of the message. */
  send(body: string, attributes?: object): Promise<number> {
    return attributes === undefined ? this.raw.sendMessage(body) : this.raw.sendMessage(body, attributes);
  }

  sendMedia(contentType: string, media: Buffer, filename: string): Promise<number> {
    return this.raw.sendMessage({ contentType, media, filename });
  }

  /** Resolves with the number of messages behind the horizon. */
  readUpTo(index: number): Promise<number | null> {
    return this.raw[`advanceLast${this.#generation.words.read}MessageIndex`](index);
  }

  /** Sets the horizon wherever it was; null forgets it. */
  setRead(index: number | null): Promise<number | null> {
    return this.raw[`updateLast${this.#generation.words.read}MessageIndex`](index);
  }

  unreadCount(): Promise<number | null> {
    return this.raw[`get${this.#generation.words.unread}MessagesCount`]();
  }

  participantsCount(): Promise<number> {
    return this.raw[participantWord(this.#generation.words, 'get*sCount')]();
  }
}

/** A connected client. */
export class LiveClient {
  readonly raw: Raw;
  readonly identity: string;
  readonly generation: Generation;

  constructor(generation: Generation, identity: string, raw: Raw) {
    raw.setMaxListeners?.(0);
    this.generation = generation;
    this.identity = identity;
    this.raw = raw;
  }

  on(event: LiveEvent, listener: (told: Told) => void): void {
    this.raw.on(eventName(this.generation.words, event), (given: Raw) => listener(toldOf(given)));
  }

  /** Resolves with the first event that satisfies the condition. */
  until(event: LiveEvent, isIt: (told: Told) => boolean = () => true): Promise<Told> {
    return new Promise((resolve) => {
      this.on(event, (told) => {
        if (isIt(told)) resolve(told);
      });
    });
  }

  /** Everything the client tells from now on, in order. */
  heard(events: readonly LiveEvent[]): Heard[] {
    const all: Heard[] = [];
    for (const event of events) this.on(event, (told) => all.push({ event, ...told }));
    return all;
  }

  async createThread(options: {
    readonly friendlyName?: string;
    readonly uniqueName?: string;
    readonly attributes?: object;
    readonly isPrivate?: boolean;
  }): Promise<LiveThread> {
    return this.#thread(await this.raw[threadWord(this.generation.words, 'create*')](options));
  }

  /** The thread with this SID. */
  async thread(sid: string): Promise<LiveThread> {
    return this.#thread(await this.raw[threadWord(this.generation.words, 'get*BySid')](sid));
  }

  async threadNamed(uniqueName: string): Promise<LiveThread> {
    return this.#thread(await this.raw[threadWord(this.generation.words, 'get*ByUniqueName')](uniqueName));
  }

  /** The threads the client is in or invited to. */
  async threads(): Promise<LiveThread[]> {
    const page = await this.raw[threadWord(this.generation.words, 'getSubscribed*s')]();
    return (await allItems(page)).map((raw) => this.#thread(raw));
  }

  /** What is known of a user; changes come as `userUpdated`. */
  user(identity: string): Promise<Raw> {
    return this.raw.getUser(identity);
  }

  isOnline(user: Raw): boolean | null {
    return user[this.generation.words.online];
  }

  isNotifiable(user: Raw): boolean | null {
    return user[this.generation.words.notifiable];
  }

  async updateToken(token: string): Promise<void> {
    await this.raw.updateToken(token);
  }

  #thread(raw: Raw): LiveThread {
    return new LiveThread(this.generation, raw);
  }
}
