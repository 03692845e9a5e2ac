// One phone among those side by side: its customer, its screens, and what is unusual about it.
import { read, write } from './api.js';
import { contactList } from './contacts.js';
import { Conversation } from './conversation.js';
import { copyOf, drawIcons, element, icon, part } from './dom.js';
import { channelName, clockTime, nameOf } from './format.js';
import { channelOf } from './place.js';
import { avatar, conditionOf, focusRow, row, showRows, summaryOf } from './rows.js';

export class Column {
  root = copyOf('phone-template');
  #phone;
  #contact = null;
  #isComposing = false;
  #page;
  #conversation;
  #lasts = null;

  /** `page` is what a phone asks of the page: `state`, `go`, `remove`, `openSettings`, `isSeen`, `heard`. */
  constructor(phone, page) {
    this.#phone = phone;
    this.#page = page;
    drawIcons(this.root);
    this.#part('signs').append(icon('signal'), icon('battery'));
    this.#conversation = new Conversation(this.root, {
      onNews: (messages) => this.#announce(messages.map((message) => summaryOf(message)).join('. ')),
      isSeen: () => page.isSeen(this),
    });
    this.#wire();
    this.tick();
  }

  get phone() {
    return this.#phone;
  }

  get contact() {
    return this.#contact;
  }

  #part(name) {
    return part(this.root, name);
  }

  #wire() {
    const on = (name, deed) => this.#part(name).addEventListener('click', deed);
    on('to-threads', () => this.#page.go(this, null));
    on('open-compose', () => this.#compose());
    on('first-message', () => this.#compose());
    on('leave-compose', () => this.#leaveCompose());
    on('remove', () => this.#page.remove(this));
    on('open-settings', () => this.#page.openSettings(this.#phone));
    on('power', () => this.#switch(this.#known()?.behaviour === 'off' ? 'normal' : 'off'));
    on('switch-on', async () => {
      await this.#switch('normal');
      this.#part('power').focus();
    });
    // The other phones may show something else by now than when the link was made.
    this.root.addEventListener('click', (event) => {
      const to = event.target.closest('a')?.dataset.to;
      if (to === undefined || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      this.#page.go(this, to);
      if (this.#isComposing && to === this.#contact) this.#leaveCompose();
    });
    this.root.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (this.#isComposing) this.#leaveCompose();
      else if (this.#contact !== null) this.#page.go(this, null);
    });
  }

  #known() {
    return this.#page.state().phones.find((phone) => phone.address === this.#phone);
  }

  async #switch(behaviour) {
    await write('behaviour', { address: this.#phone, behaviour }).catch(() => {});
    await this.#page.reload();
  }

  tick() {
    this.#part('time').textContent = clockTime(Date.now());
  }

  /** Shows a conversation, or the list of them; resolves when what is shown is there. */
  async open(contact, wantsFocus) {
    const before = this.#contact;
    this.#contact = contact;
    this.#isComposing = false;
    this.#showScreen();
    this.reflect();
    if (contact === null) {
      this.#conversation.close();
      await this.#refreshThreads().catch(() => {});
      if (wantsFocus && before !== null) focusRow(this.#part('threads'), `${this.#phone} ${before}`);
      else if (wantsFocus) this.#part('threads-title').focus({ preventScroll: true });
      return;
    }
    const opening = this.#conversation.open(this.#phone, contact);
    if (wantsFocus) this.#focusConversation();
    await opening.catch(() => {});
  }

  #showScreen() {
    this.#part('threads-screen').hidden = this.#contact !== null || this.#isComposing;
    this.#part('compose-screen').hidden = !this.#isComposing;
    this.#part('conversation-screen').hidden = this.#contact === null || this.#isComposing;
  }

  /** On a touch screen the keyboard stays down until it is asked for. */
  #focusConversation() {
    if (matchMedia('(hover: hover)').matches) this.#conversation.focus();
    else this.#part('conversation-title').focus({ preventScroll: true });
  }

  #compose() {
    const { contacts } = this.#page.state();
    this.#isComposing = true;
    this.#part('contacts').replaceChildren(
      ...contactList(contacts, (contact) => this.#page.fragmentFor(this, contact)),
    );
    this.#showScreen();
    this.#part('compose-title').focus({ preventScroll: true });
  }

  #leaveCompose() {
    this.#isComposing = false;
    this.#showScreen();
    this.#part('open-compose').focus();
  }

  /** Shows what the page knows of the phone. */
  reflect() {
    const { contacts, limits } = this.#page.state();
    const known = this.#known();
    const name = known === undefined ? this.#phone : nameOf(known);
    const condition = known === undefined ? null : conditionOf(known);
    const number = known?.name ? known.display : '';
    this.root.setAttribute('aria-label', `Phone of ${name}`);
    this.#part('avatar').replaceChildren(avatar(this.#phone, known?.name));
    this.#part('name').textContent = name;
    this.#part('note').replaceChildren(
      ...(number === '' ? [] : [element('span', {}, number)]),
      ...(condition === null
        ? []
        : [element('span', { className: 'badge', data: { kind: condition.kind } }, condition.text)]),
    );
    this.#part('note').hidden = number === '' && condition === null;
    this.#part('announcer').setAttribute('aria-label', `New messages of ${name}`);
    this.#reflectPower(known);
    if (limits) this.#conversation.limits = limits;
    if (this.#contact !== null) this.#reflectContact(contacts);
  }

  #reflectPower(known) {
    const isOff = known?.behaviour === 'off';
    this.#part('device').dataset.power = isOff ? 'off' : 'on';
    this.#part('power').setAttribute('aria-pressed', String(!isOff));
    this.#part('dark').hidden = !isOff;
    for (const screen of this.root.querySelectorAll('.screen')) screen.inert = isOff;
  }

  #reflectContact(contacts) {
    const contact = contacts.find(({ address }) => address === this.#contact);
    const channel = channelOf(this.#contact);
    const plain = this.#contact.replace(/^[a-z]+:/, '');
    const number = contact?.number ?? plain;
    const title = contact?.name && !/^[+(\d]/.test(contact.name) ? contact.name : number;
    this.#part('conversation-screen').dataset.channel = channel;
    this.#part('conversation-screen').setAttribute('aria-label', `${channelName(channel)} with ${title}`);
    this.#part('log').setAttribute('aria-label', `Messages with ${title} on ${this.#phone}`);
    this.#part('contact-avatar').replaceChildren(avatar(plain, title === number ? null : title));
    this.#part('conversation-title').textContent = title;
    this.#part('conversation-note').textContent =
      title === number ? channelName(channel) : `${channelName(channel)} · ${number}`;
  }

  async #refreshThreads() {
    const { threads } = await read('threads', { phone: this.#phone });
    this.#announceThreads(threads);
    const { contacts } = this.#page.state();
    showRows(
      this.#part('threads'),
      threads.map((thread) => {
        const contact = contacts.find(({ address }) => address === thread.contact);
        const isNamed = contact?.name && !/^[+(\d]/.test(contact.name);
        const title = isNamed ? contact.name : (contact?.number ?? thread.display.replace(/ \(.*\)$/, ''));
        return row({
          href: this.#page.fragmentFor(this, thread.contact),
          address: `${this.#phone} ${thread.contact}`,
          name: isNamed ? contact.name : null,
          title,
          last: thread.last,
          note: '',
          isCurrent: thread.contact === this.#contact,
          unread: thread.unread,
          channel: thread.channel,
          to: thread.contact,
        });
      }),
    );
    this.#part('threads').hidden = threads.length === 0;
    this.#part('no-threads').hidden = threads.length > 0;
  }

  /** Says what came in where nobody looks: in conversations of this phone that are not open. */
  #announceThreads(threads) {
    const before = this.#lasts;
    this.#lasts = new Map(threads.map(({ contact, last }) => [contact, last.id]));
    if (before === null) return;
    const news = threads.filter(
      ({ contact, last }) =>
        last.direction === 'incoming' && before.get(contact) !== last.id && contact !== this.#contact,
    );
    if (news.length > 0) this.#announce(news.map(({ last }) => summaryOf(last)).join('. '));
  }

  #announce(text) {
    this.#part('announcer').textContent = `New message: ${text}`;
    this.#page.heard();
  }

  /** Reads everything that is on the screen again. */
  async refresh() {
    await Promise.allSettled([this.#conversation.refresh(), this.#refreshThreads()]);
  }

  /** Whoever comes back to the page has now seen what is on it. */
  async look() {
    await this.#conversation.look().catch(() => {});
  }

  /** Puts the focus on the phone; what was in focus on it is found with the tabulator. */
  focus() {
    this.root.focus({ preventScroll: true });
    this.root.scrollIntoView({ inline: 'center', block: 'nearest' });
  }
}
