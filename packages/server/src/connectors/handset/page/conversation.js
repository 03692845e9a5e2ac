// One conversation: its texts, those being sent, and the box to answer in.
import { newId, RequestError, read, write } from './api.js';
import { byId, element, icon } from './dom.js';
import { clockTime, dayName, isSameDay } from './format.js';
import { markSeen } from './seen.js';

const COUNT_FROM = 1_400;
const LONGEST = 1_600;
/** Texts closer than this and from the same side are shown as one group. */
const GROUP_MS = 3 * 60_000;

export class Conversation {
  #log = byId('log');
  #list = byId('bubbles');
  #reply = byId('reply');
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

  constructor(onNews) {
    this.#onNews = onNews;
    byId('send').append(icon('send'));
    byId('composer').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#reply.addEventListener('input', () => this.#reflectReply());
    this.#reply.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    for (const chip of document.querySelectorAll('.chip')) {
      chip.addEventListener('click', () => this.#send(chip.dataset.text));
    }
    byId('earlier').addEventListener('click', () => this.#showEarlier());
  }

  /** Shows another conversation; resolves when its texts are there. */
  async open(phone, contact) {
    if (this.#phone === phone && this.#contact === contact) return;
    this.close();
    this.#phone = phone;
    this.#contact = contact;
    this.#messages = [];
    this.#unsent = [];
    this.#hasEarlier = false;
    this.#isLoaded = false;
    this.#reply.value = this.#drafts.get(this.#draftName()) ?? '';
    this.#reflectReply();
    this.#render();
    await this.refresh();
  }

  /** Leaves the conversation; what was typed is kept until it is opened again. */
  close() {
    if (this.#phone !== null) this.#drafts.set(this.#draftName(), this.#reply.value);
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
    this.#render(wasLoaded ? new Set(fresh.map((message) => message.id)) : undefined);
    if (wasLoaded) this.#onNews(fresh.filter((message) => message.direction === 'incoming'));
    this.#markSeen();
  }

  focus() {
    this.#reply.focus();
  }

  #draftName() {
    return `${this.#phone} ${this.#contact}`;
  }

  #markSeen() {
    const last = this.#messages.at(-1);
    if (last !== undefined && document.visibilityState === 'visible')
      markSeen(this.#phone, this.#contact, last.id);
  }

  #reflectReply() {
    const { value } = this.#reply;
    byId('send').disabled = value.trim() === '';
    byId('counter').textContent = value.length >= COUNT_FROM ? `${LONGEST - value.length} left` : '';
  }

  #submit() {
    const text = this.#reply.value;
    if (text.trim() === '') return;
    this.#reply.value = '';
    this.#reflectReply();
    this.#send(text);
    this.#reply.focus();
  }

  #send(text) {
    const entry = {
      id: newId(),
      direction: 'outgoing',
      body: text,
      media: [],
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
        const message = await write('messages', { phone, contact, body: entry.body, id: entry.id });
        if (isHere()) {
          this.#unsent = this.#unsent.filter((other) => other !== entry);
          if (!this.#messages.some((other) => other.id === message.id)) this.#messages.push(message);
        }
      } catch (error) {
        entry.state = 'unsent';
        entry.reason = error instanceof RequestError ? error.message : 'Something went wrong.';
      }
      this.#underWay -= 1;
      if (isHere()) {
        this.#render();
        this.#markSeen();
      }
      if (this.#underWay === 0 && this.#isStale) {
        this.#isStale = false;
        await this.refresh().catch(() => {});
      }
    });
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
    const wasAtEnd = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < 80;
    const shown = [...this.#messages, ...this.#unsent];
    const items = [];
    shown.forEach((message, position) => {
      const before = shown[position - 1];
      if (before === undefined || !isSameDay(before.at, message.at)) {
        items.push(element('li', { className: 'day' }, dayName(message.at)));
      }
      items.push(this.#item(message, before, arriving.has(message.id)));
    });
    this.#list.replaceChildren(...items);
    byId('earlier').hidden = !this.#hasEarlier;
    byId('no-messages').hidden = !this.#isLoaded || shown.length > 0;
    if (toEnd || wasAtEnd || arriving.size === 0) this.#log.scrollTop = this.#log.scrollHeight;
  }

  #item(message, before, isArriving) {
    const follows =
      before !== undefined &&
      before.direction === message.direction &&
      isSameDay(before.at, message.at) &&
      Date.parse(message.at) - Date.parse(before.at) < GROUP_MS;
    return element(
      'li',
      {
        className: ['message', follows ? 'follows' : '', isArriving ? 'arriving' : ''].join(' ').trim(),
        data: { direction: message.direction, state: message.state ?? 'done' },
      },
      element(
        'span',
        { className: 'visually-hidden' },
        message.direction === 'outgoing' ? 'You: ' : 'Contact centre: ',
      ),
      element('div', { className: 'bubble', dir: 'auto' }, message.body, ...message.media.map(mediaLink)),
      this.#note(message),
    );
  }

  #note(message) {
    if (message.state === 'unsent') {
      const again = () => {
        message.state = 'sending';
        this.#render();
        this.#transmit(message);
      };
      return element(
        'div',
        { className: 'message-note always' },
        icon('warning'),
        element('span', {}, message.reason),
        element('button', { className: 'retry', type: 'button', onclick: again }, 'Try again'),
      );
    }
    const time = element('time', { dateTime: message.at }, clockTime(message.at));
    if (message.direction === 'incoming') return element('div', { className: 'message-note' }, time);
    const isSending = message.state === 'sending';
    return element(
      'div',
      { className: 'message-note' },
      time,
      icon(isSending ? 'clock' : 'ticks'),
      element('span', { className: 'visually-hidden' }, isSending ? 'Sending' : 'Delivered'),
    );
  }
}

/** Media stays where it is: nothing of another origin is loaded by itself. */
function mediaLink(url) {
  return element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, url);
}
