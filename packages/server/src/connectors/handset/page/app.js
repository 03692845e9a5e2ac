// The page: what is read again when something changes, and which phones the address names.
import { listen, read, write } from './api.js';
import { busyDayParts } from './busy-day.js';
import { customerForm } from './customers.js';
import { Deck } from './deck.js';
import { byId, drawIcons, icon } from './dom.js';
import { nameOf } from './format.js';
import { fragmentOf, keepPlaces, keptPlaces, MOST_PHONES, placesIn } from './place.js';
import { conditionOf, row, showRows, summaryOf } from './rows.js';
import { settingsDialog } from './settings.js';
import { chime, isSoundOn, turnSound } from './sound.js';

const CONNECTION = { connecting: 'Connecting', live: 'Live', lost: 'Reconnecting' };
const OVERLAY = '(max-width: 1099px)';

let state = { phones: [], contacts: [], failures: [], limits: null, busyDay: null };
let isLoaded = false;
let isQuiet = true;

const deck = new Deck({
  state: () => state,
  go: (column, contact) => goTo(placesWith(column, contact)),
  fragmentFor: (column, contact) => fragmentOf(placesWith(column, contact)),
  remove: (column) => putAway(column),
  openSettings: (address) => openSettings(address),
  isSeen: (column) =>
    document.visibilityState === 'visible' && !isCovered() && (!Deck.isNarrow() || column === deck.active),
  heard: chime,
  reload: () => refreshPhones(),
});
const settings = settingsDialog(() => refreshSoon());
const day = busyDayParts({ state: () => state, onChanged: () => refreshPhones() });

const placesWith = (column, contact) =>
  deck.places.map((place) => (place.phone === column.phone ? { ...place, contact } : place));

function goTo(places) {
  const fragment = fragmentOf(places);
  if (location.hash === fragment) return;
  location.hash = fragment;
}

/** Where a click on a customer leads: beside the others while there is room, else in place of the phone in use. */
function placesToward(phone) {
  const { places, active } = deck;
  if (places.some((place) => place.phone === phone)) return places;
  const fresh = { phone, contact: null };
  const most = Math.min(MOST_PHONES, Deck.isNarrow() ? MOST_PHONES : deck.room);
  if (places.length < most || active === null) return [...places, fresh];
  return places.map((place) => (place.phone === active.phone ? fresh : place));
}

function openPhone(phone) {
  const at = deck.places.findIndex((place) => place.phone === phone);
  showCustomers(!matchMedia(OVERLAY).matches);
  if (at === -1) goTo(placesToward(phone));
  else deck.focus(at);
}

function putAway(column) {
  const at = deck.columns.indexOf(column);
  // The page follows its address: who is beside is there once that has changed.
  const moveOn = () => {
    if (deck.columns.length > 0) deck.focus(Math.min(at, deck.columns.length - 1));
    else byId('toggle-customers').focus();
  };
  addEventListener('hashchange', () => requestAnimationFrame(moveOn), { once: true });
  goTo(deck.places.filter(({ phone }) => phone !== column.phone));
}

function openSettings(address) {
  const phone = state.phones.find((entry) => entry.address === address);
  if (phone !== undefined) settings.open(phone, state.failures);
}

/** Says what came in on phones that are not open. */
function announceElsewhere(before) {
  const known = new Map(before.map((entry) => [entry.address, entry.last?.id]));
  const open = new Set(deck.places.map(({ phone }) => phone));
  for (const phone of state.phones) {
    const { address, last } = phone;
    if (last === null || last.direction !== 'incoming' || last.id === known.get(address)) continue;
    if (open.has(address)) continue;
    byId('announcer').textContent = `New message to ${nameOf(phone)}: ${summaryOf(last)}`;
    chime();
  }
}

async function refreshPhones() {
  const before = state.phones;
  state = await read('phones');
  if (isLoaded) announceElsewhere(before);
  isLoaded = true;
  reflect();
}

/** Shows what is known of the customers and of their phones. */
function reflect() {
  const open = new Set(deck.places.map(({ phone }) => phone));
  showRows(
    byId('phone-list'),
    state.phones.map((phone) =>
      row({
        href: fragmentOf(placesToward(phone.address)),
        address: phone.address,
        name: phone.name,
        title: nameOf(phone),
        last: phone.last,
        note: phone.name ? phone.display : 'No messages yet',
        isCurrent: open.has(phone.address),
        unread: phone.unread,
        condition: conditionOf(phone),
      }),
    ),
  );
  byId('no-phones').hidden = !isLoaded || state.phones.length > 0;
  byId('nothing').hidden = isQuiet || open.size > 0;
  const unread = state.phones.reduce((sum, phone) => sum + phone.unread, 0);
  document.title = unread > 0 ? `(${unread}) Handset` : 'Handset';
  deck.reflect();
  day.reflect(state.busyDay);
}

const dirty = new Set();
let isRefreshing = false;

/** Many changes at once are read once; of the phones that are open only those that changed. */
async function refreshSoon(address) {
  dirty.add(address ?? '*');
  if (isRefreshing) return;
  isRefreshing = true;
  while (dirty.size > 0) {
    const changed = new Set(dirty);
    dirty.clear();
    const columns = deck.columns.filter(({ phone }) => changed.has('*') || changed.has(phone));
    await Promise.allSettled(columns.map((column) => column.refresh()));
    await refreshPhones().catch(() => {});
  }
  isRefreshing = false;
}

/** Shows the phones the address names: those of the last time, or the latest one, when it names none. */
async function navigate() {
  let places = placesIn(location.hash);
  if (places.length === 0 && isQuiet) {
    places = keptPlaces();
    const [latest] = state.phones;
    if (places.length === 0 && latest !== undefined && !Deck.isNarrow()) {
      places = [{ phone: latest.address, contact: null }];
    }
    if (places.length > 0) history.replaceState(null, '', fragmentOf(places));
  }
  const wantsFocus = !isQuiet;
  isQuiet = false;
  keepPlaces(places);
  byId('nothing').hidden = places.length > 0;
  await deck.show(places, wantsFocus);
  if (places.length === 0 && matchMedia(OVERLAY).matches) showCustomers(true);
  reflect();
}

const isCovered = () => matchMedia(OVERLAY).matches && document.body.dataset.customers === 'shown';

function showCustomers(shown) {
  document.body.dataset.customers = shown ? 'shown' : 'hidden';
  byId('toggle-customers').setAttribute('aria-expanded', String(shown));
  document.querySelector('.stage').inert = isCovered();
}

function customersList() {
  byId('toggle-customers').addEventListener('click', () =>
    showCustomers(document.body.dataset.customers !== 'shown'),
  );
  byId('phone-list').addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (link === null || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    openPhone(link.dataset.address);
  });
  matchMedia(OVERLAY).addEventListener('change', ({ matches }) => showCustomers(!matches));
  showCustomers(!matchMedia(OVERLAY).matches);
  customerForm(async (phone) => {
    await refreshPhones();
    openPhone(phone.address);
  });
}

async function makeCustomerUp() {
  const phone = await write('customers', {}).catch(() => null);
  if (phone === null) return;
  await refreshPhones();
  openPhone(phone.address);
}

function soundSwitch() {
  const button = byId('toggle-sound');
  const show = () => {
    button.setAttribute('aria-pressed', String(isSoundOn()));
    button.replaceChildren(icon(isSoundOn() ? 'sound' : 'mute'));
  };
  button.addEventListener('click', () => {
    turnSound(!isSoundOn());
    show();
  });
  show();
}

function keys() {
  document.addEventListener('keydown', (event) => {
    if (document.querySelector('dialog[open]') !== null) return;
    if (event.key === 'F6') {
      event.preventDefault();
      deck.move(event.shiftKey ? -1 : 1);
    } else if (event.altKey && /^Digit[1-4]$/.test(event.code)) {
      event.preventDefault();
      deck.focus(Number(event.code.at(-1)) - 1);
    } else if (event.key === 'Escape' && isCovered() && deck.columns.length > 0) {
      showCustomers(false);
      byId('toggle-customers').focus();
    }
  });
}

function start() {
  drawIcons(document.body);
  customersList();
  soundSwitch();
  keys();
  byId('new-customer').addEventListener('click', makeCustomerUp);
  byId('first-customer').addEventListener('click', makeCustomerUp);
  setInterval(() => {
    for (const column of deck.columns) column.tick();
    day.ask();
  }, 5_000);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') refreshSoon();
  });
  addEventListener('hashchange', navigate);
  listen({
    onState(connection) {
      byId('connection').dataset.state = connection;
      byId('connection').textContent = CONNECTION[connection];
    },
    async onReady() {
      if (isLoaded) return refreshSoon();
      await refreshPhones().catch(() => {});
      await navigate();
      document.querySelector('.stage').removeAttribute('aria-busy');
    },
    onPhone: (address) => refreshSoon(address),
  });
}

start();
