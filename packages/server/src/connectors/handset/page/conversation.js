// One conversation on one phone: its texts, those being sent, and what is done with them.
import { newId, RequestError, read, upload, write } from './api.js';
import { bubblesOf } from './bubbles.js';
import { Composer } from './composer.js';
import { part } from './dom.js';
import { addressOn, channelOf } from './place.js';

const AT_END = 80;

export class Conversation {
  #log;
  #list;
  #root;
  #composer;
  #phone = null;
  #contact = null;
  #messages = [];
  #unsent = [];
  #hasEarlier = false;
  #isLoaded = false;
  #sending = Promise.resolve();
  #underWay = 0;
  #isStale = false;
  #drafts = new Map();
  #onNews;
  #isSeen;

  /** `onNews` hears of texts that came in, `isSeen` says whether somebody looks at the phone. */
  constructor(root, { onNews, isSeen }) {
    this.#root = root;
    this.#log = part(root, 'log');
    // With the keyboard a conversation is scrolled when it has the focus.
    this.#log.tabIndex = 0;
    this.#list = part(root, 'bubbles');
    this.#onNews = onNews;
    this.#isSeen = isSeen;
    this.#composer = new Composer(root, (text, files) => this.#send(text, files));
    part(root, 'earlier').addEventListener('click', () => this.#showEarlier());
  }

  set limits(limits) {
    this.#composer.limits = limits;
  }

  /** Shows another conversation; resolves when its texts are there. */
  async open(phone, contact) {
    if (this.#contact === contact && this.#phone === addressOn(phone, contact)) return;
    this.close();
    this.#phone = addressOn(phone, contact);
    this.#contact = contact;
    this.#messages = [];
    this.#unsent = [];
    this.#hasEarlier = false;
    this.#isLoaded = false;
    const channel = channelOf(contact);
    this.#composer.open({
      draft: this.#drafts.get(contact) ?? '',
      isText: channel === 'sms',
      placeholder: channel === 'sms' ? 'Text message' : 'Message',
    });
    this.#render();
    await this.refresh();
  }

  /** Leaves the conversation; what was typed is kept until it is opened again. */
  close() {
    if (this.#contact !== null) this.#drafts.set(this.#contact, this.#composer.draft);
    this.#phone = null;
    this.#contact = null;
  }

  /** Reads what is new. While a text is being sent it waits, so that the text is not shown twice. */
  async refresh() {
    const [phone, contact] = [this.#phone, this.#contact];
    if (phone === null) return;
    if (this.#underWay > 0) {
      this.#isStale = true;
      return;
    }
    const { messages, hasEarlier } = await read('messages', { phone, contact });
    if (phone !== this.#phone || contact !== this.#contact || this.#underWay > 0) return;
    const known = new Set(this.#messages.map((message) => message.id));
    const isConnected = messages.some((message) => known.has(message.id));
    const fresh = messages.filter((message) => !known.has(message.id));
    if (isConnected || this.#messages.length === 0) {
      this.#messages = [...this.#messages, ...fresh].sort((a, b) => (a.id < b.id ? -1 : 1));
      if (known.size === 0) this.#hasEarlier = hasEarlier;
    } else if (messages.length > 0) {
      this.#messages = messages;
      this.#hasEarlier = hasEarlier;
    }
    const wasLoaded = this.#isLoaded;
    this.#isLoaded = true;
    if (fresh.length > 0 || !wasLoaded) {
      this.#render(wasLoaded ? new Set(fresh.map((message) => message.id)) : undefined);
    }
    const news = fresh.filter((message) => message.direction === 'incoming');
    if (wasLoaded && news.length > 0) this.#onNews(news);
    await this.look();
  }

  /** Tells the server that what is shown was seen, when it is. */
  async look() {
    const hasIncoming = this.#messages.some((message) => message.direction === 'incoming');
    if (this.#phone === null || !hasIncoming || !this.#isSeen()) return;
    await write('look', { phone: this.#phone, contact: this.#contact });
  }

  focus() {
    this.#composer.focus();
  }

  #send(text, files) {
    const entry = {
      id: newId(),
      direction: 'outgoing',
      body: text,
      files,
      buttons: [],
      at: new Date().toISOString(),
      state: 'sending',
    };
    this.#unsent.push(entry);
    this.#render(new Set([entry.id]), true);
    this.#transmit(entry);
  }

  /** Sends one text after the other, so that they arrive in the order in which they were written. */
  #transmit(entry) {
    const [phone, contact] = [this.#phone, this.#contact];
    const isHere = () => phone === this.#phone && contact === this.#contact;
    this.#underWay += 1;
    this.#sending = this.#sending.then(async () => {
      try {
        // Sent again, it has the files it handed over before.
        entry.kept ??= await Promise.all(entry.files.map(({ file }) => upload(phone, file)));
        const message = await write('messages', {
          phone,
          contact,
          body: entry.body,
          files: entry.kept.map(({ id }) => id),
          id: entry.id,
        });
        if (isHere()) {
          this.#unsent = this.#unsent.filter((other) => other !== entry);
          if (!this.#messages.some((other) => other.id === message.id)) this.#messages.push(message);
        }
      } catch (error) {
        entry.state = 'unsent';
        entry.reason = error instanceof RequestError ? error.message : 'Something went wrong.';
      }
      this.#underWay -= 1;
      if (isHere()) this.#render();
      if (this.#underWay === 0 && this.#isStale) {
        this.#isStale = false;
        await this.refresh().catch(() => {});
      }
    });
  }

  #retry(entry) {
    entry.state = 'sending';
    this.#render();
    this.#transmit(entry);
  }

  async #showEarlier() {
    const first = this.#messages[0];
    if (first === undefined) return;
    const query = { phone: this.#phone, contact: this.#contact, before: first.id };
    const { messages, hasEarlier } = await read('messages', query);
    if (query.phone !== this.#phone || query.contact !== this.#contact) return;
    this.#messages = [...messages, ...this.#messages];
    this.#hasEarlier = hasEarlier;
    const fromEnd = this.#log.scrollHeight - this.#log.scrollTop;
    this.#render();
    this.#log.scrollTop = this.#log.scrollHeight - fromEnd;
  }

  #render(arriving = new Set(), toEnd = false) {
    const wasAtEnd = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < AT_END;
    const shown = [...this.#messages, ...this.#unsent];
    const stay = toEnd || wasAtEnd || arriving.size === 0;
    const toBottom = () => {
      this.#log.scrollTop = this.#log.scrollHeight;
    };
    this.#list.replaceChildren(
      ...bubblesOf(shown, arriving, {
        retry: (message) => this.#retry(message),
        answer: (text) => this.#send(text, []),
        sized: () => {
          if (stay) requestAnimationFrame(toBottom);
        },
      }),
    );
    part(this.#root, 'earlier').hidden = !this.#hasEarlier;
    part(this.#root, 'no-messages').hidden = !this.#isLoaded || shown.length > 0;
    if (stay) toBottom();
  }
}
