// The phones side by side: which there are, which one is used, and moving between them.
import { Column } from './column.js';
import { byId, element } from './dom.js';
import { nameOf } from './format.js';
import { avatar, unreadBadge } from './rows.js';

const NARROW = '(max-width: 699px)';
const COLUMN_WIDTH = 330;

export class Deck {
  #element = byId('deck');
  #tabs = byId('tabs');
  #columns = [];
  #active = null;
  #page;

  constructor(page) {
    this.#page = page;
    this.#element.addEventListener('focusin', (event) => {
      const column = this.#columns.find(({ root }) => root.contains(event.target));
      if (column !== undefined) this.#activate(column);
    });
    this.#element.addEventListener('scrollend', () => this.#activateShown());
  }

  get columns() {
    return this.#columns;
  }

  get active() {
    return this.#active;
  }

  get places() {
    return this.#columns.map(({ phone, contact }) => ({ phone, contact }));
  }

  /** How many phones have room beside each other. */
  get room() {
    return Math.max(1, Math.floor(this.#element.clientWidth / COLUMN_WIDTH));
  }

  /** Whether only one phone is seen at a time. */
  static isNarrow() {
    return matchMedia(NARROW).matches;
  }

  /** Shows these phones; resolves when what is on them is there. */
  async show(places, wantsFocus) {
    const before = new Map(this.#columns.map((column) => [column.phone, column]));
    const openings = [];
    let touched = null;
    this.#columns = places.map(({ phone, contact }) => {
      const known = before.get(phone);
      const column = known ?? new Column(phone, this.#page);
      if (known === undefined || known.contact !== contact) {
        touched = column;
        openings.push([column, contact]);
      }
      return column;
    });
    for (const [phone, column] of before) {
      if (!places.some((place) => place.phone === phone)) column.root.remove();
    }
    this.#columns.forEach(({ root }, at) => {
      if (this.#element.children[at] !== root)
        this.#element.insertBefore(root, this.#element.children[at] ?? null);
    });
    if (!this.#columns.includes(this.#active)) this.#active = this.#columns.at(-1) ?? null;
    this.#element.dataset.count = String(this.#columns.length);
    // Who opens the page begins with the first phone; later the one that changed is the one in use.
    const used = wantsFocus ? touched : this.#columns[0];
    if (used) this.#activate(used);
    await Promise.all(
      openings.map(([column, contact]) => column.open(contact, wantsFocus && column === touched)),
    );
    if (wantsFocus) touched?.root.scrollIntoView({ inline: 'center', block: 'nearest' });
    this.reflect();
  }

  /** Shows what the page knows of the phones. */
  reflect() {
    for (const column of this.#columns) {
      column.reflect();
      column.root.dataset.active = String(column === this.#active);
    }
    const { phones } = this.#page.state();
    this.#tabs.hidden = this.#columns.length < 2;
    this.#tabs.replaceChildren(
      ...this.#columns.map((column, at) => {
        const known = phones.find(({ address }) => address === column.phone);
        const name = known === undefined ? column.phone : nameOf(known);
        return element(
          'button',
          {
            className: 'tab',
            type: 'button',
            'aria-current': String(column === this.#active),
            onclick: () => this.focus(at),
          },
          avatar(column.phone, known?.name),
          element('span', { className: 'visually-hidden' }, `Phone ${at + 1}: `),
          element('span', { className: 'tab-name' }, name),
          unreadBadge(known?.unread ?? 0),
        );
      }),
    );
  }

  #activate(column) {
    if (this.#active === column) return;
    this.#active = column;
    this.reflect();
    column.look();
  }

  /** On a narrow screen the phone that was scrolled to is the one that is used. */
  #activateShown() {
    if (!Deck.isNarrow()) return;
    const at = Math.round(this.#element.scrollLeft / Math.max(1, this.#element.clientWidth));
    if (this.#columns[at] !== undefined) this.#activate(this.#columns[at]);
  }

  /** Moves to a phone by its place. */
  focus(at) {
    const column = this.#columns[at];
    if (column === undefined) return;
    this.#activate(column);
    column.focus();
  }

  /** Moves to the next phone, or the one before. */
  move(by) {
    if (this.#columns.length === 0) return;
    const at = this.#columns.indexOf(this.#active);
    this.focus((at + by + this.#columns.length) % this.#columns.length);
  }
}
