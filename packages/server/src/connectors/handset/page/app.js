// The page: which screen is shown, and what is read again when something changes.
import { listen, read, write } from './api.js';
import { Conversation } from './conversation.js';
import { byId, icon } from './dom.js';
import { clockTime, formatTyped, looksLikeAddress } from './format.js';
import { currentPlace, isWide, placeOf } from './place.js';
import { focusRow, row, showRows } from './rows.js';
import { isUnread } from './seen.js';
import { settingsDialog } from './settings.js';

const CONNECTION = { connecting: 'Connecting', live: 'Live', lost: 'Reconnecting' };
const BEHAVIOUR_NOTES = {
  normal: 'Messages',
  slow: 'Slow: texts arrive late',
  fail: 'Failing: texts do not arrive',
};

let phones = [];
let contacts = [];
let isLoaded = false;
let shown = { phone: null, contact: null };

const conversation = new Conversation(announce);
const settings = settingsDialog(() => refresh());

function announce(messages) {
  for (const message of messages) {
    byId('announcer').textContent = `New message: ${message.body}`;
  }
}

const displayOf = (address) =>
  [...contacts, ...phones].find((known) => known.address === address)?.display ?? address;

/** Says what came in on a phone, or in a conversation, that is not on the screen. */
function announceElsewhere(before) {
  const { phone, contact } = currentPlace();
  const known = new Map(before.map((entry) => [entry.address, entry.last?.id]));
  for (const { address, display, last } of phones) {
    if (last === null || last.direction !== 'incoming' || last.id === known.get(address)) continue;
    if (address === phone && last.contact === contact) continue;
    byId('announcer').textContent = `New message to ${display}: ${last.body}`;
  }
}

async function refreshPhones() {
  const before = phones;
  ({ phones, contacts } = await read('phones'));
  if (isLoaded) announceElsewhere(before);
  isLoaded = true;
  const { phone } = currentPlace();
  showRows(
    byId('phone-list'),
    phones.map((entry) =>
      row({
        href: placeOf(entry.address),
        address: entry.address,
        title: entry.display,
        last: entry.last,
        note: 'No messages yet',
        isCurrent: entry.address === phone,
        isNew: isUnread(entry.address, entry.last),
        behaviour: entry.behaviour,
      }),
    ),
  );
  byId('no-phones').hidden = phones.length > 0;
  reflectPhone();
}

function reflectPhone() {
  const { phone, contact } = currentPlace();
  const behaviour = phones.find((entry) => entry.address === phone)?.behaviour ?? 'normal';
  byId('threads-title').textContent = phone === null ? '' : displayOf(phone);
  byId('phone-note').textContent = BEHAVIOUR_NOTES[behaviour];
  byId('phone-note').dataset.behaviour = behaviour;
  byId('conversation-title').textContent = contact === null ? '' : displayOf(contact);
  byId('conversation-note').textContent =
    phone === null ? '' : `Contact centre · you are ${displayOf(phone)}`;
  document.title = phone === null ? 'Handset' : `${displayOf(contact ?? phone)} – Handset`;
}

async function refreshThreads() {
  const { phone } = currentPlace();
  if (phone === null) return;
  const { threads } = await read('threads', { phone });
  if (phone !== currentPlace().phone) return;
  showRows(
    byId('thread-list'),
    threads.map((thread) =>
      row({
        href: placeOf(phone, thread.contact),
        address: thread.contact,
        title: thread.display,
        last: thread.last,
        note: '',
        isCurrent: false,
        isNew: isUnread(phone, thread.last),
      }),
    ),
  );
  byId('thread-list').hidden = threads.length === 0;
  byId('no-threads').hidden = threads.length > 0;
}

/** Reads everything that is on the screen again. What cannot be read now is read when the connection is back. */
async function refresh() {
  await Promise.allSettled([conversation.refresh(), refreshThreads()]);
  await refreshPhones().catch(() => {});
}

let isRefreshing = false;
let isRefreshWanted = false;

/** Many changes at once are read once. */
async function refreshSoon() {
  isRefreshWanted = true;
  if (isRefreshing) return;
  isRefreshing = true;
  while (isRefreshWanted) {
    isRefreshWanted = false;
    await refresh();
  }
  isRefreshing = false;
}

/** Shows the screen the address names. */
async function navigate() {
  const place = currentPlace();
  const { phone, contact } = place;
  if (phone === null && isWide() && phones.length > 0) {
    history.replaceState(null, '', placeOf(phones[0].address));
    return navigate();
  }
  const before = shown;
  shown = place;
  document.body.dataset.view = phone === null ? 'phones' : contact === null ? 'threads' : 'conversation';
  byId('nothing-screen').hidden = phone !== null;
  byId('threads-screen').hidden = phone === null || contact !== null;
  byId('conversation-screen').hidden = contact === null;
  reflectPhone();
  for (const link of byId('phone-list').querySelectorAll('a')) {
    link.setAttribute('aria-current', String(link.dataset.address === phone));
  }
  if (contact !== null) {
    const opening = conversation.open(phone, contact);
    if (before.contact !== contact || before.phone !== phone) focusConversation();
    await opening.catch(() => {});
    await refreshPhones().catch(() => {});
    return;
  }
  conversation.close();
  if (before.phone !== phone) byId('thread-list').replaceChildren();
  await refreshThreads().catch(() => {});
  if (before.contact !== null && before.phone === phone) focusRow(byId('thread-list'), before.contact);
  else if (phone === null && before.phone !== null) focusRow(byId('phone-list'), before.phone);
  else if (phone !== null && !isWide()) byId('threads-title').focus();
}

/** On a touch screen the keyboard stays down until it is asked for. */
function focusConversation() {
  if (matchMedia('(hover: hover)').matches) conversation.focus();
  else byId('conversation-title').focus();
}

function goTo(phone, contact) {
  location.hash = placeOf(phone, contact);
}

function addPhoneForm() {
  const form = byId('add-phone');
  const input = byId('new-number');
  const error = byId('new-number-error');
  const say = (text) => {
    error.textContent = text;
    if (text === '') input.removeAttribute('aria-invalid');
    else input.setAttribute('aria-invalid', 'true');
  };
  input.addEventListener('input', () => {
    say('');
    if (input.selectionStart === input.value.length) input.value = formatTyped(input.value);
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const typed = input.value.trim();
    if (!looksLikeAddress(typed)) {
      say(
        typed === ''
          ? 'Type a number first.'
          : 'That is no number in international form, such as +1 555 010 0199.',
      );
      input.focus();
      return;
    }
    try {
      const phone = await write('phones', { address: typed });
      input.value = '';
      await refreshPhones();
      goTo(phone.address);
    } catch (failure) {
      say(failure.message);
      input.focus();
    }
  });
}

function composeDialog() {
  const dialog = byId('compose');
  const open = () => {
    const { phone } = currentPlace();
    const channel = /^(whatsapp|rcs|sms):/.exec(phone)?.[0] ?? '';
    const reachable = contacts.map((contact) => ({ ...contact, address: channel + contact.address }));
    byId('contact-list').replaceChildren(
      ...reachable.map((contact) =>
        row({
          href: placeOf(phone, contact.address),
          address: contact.address,
          title: contact.display,
          last: null,
          note: contact.name,
          isCurrent: false,
          isNew: false,
        }),
      ),
    );
    byId('no-contacts').hidden = contacts.length > 0;
    if (reachable.length === 1) goTo(phone, reachable[0].address);
    else dialog.showModal();
  };
  byId('contact-list').addEventListener('click', (event) => {
    if (event.target.closest('a') !== null) dialog.close();
  });
  byId('compose-cancel').addEventListener('click', () => dialog.close());
  byId('open-compose').addEventListener('click', open);
  byId('first-message').addEventListener('click', open);
}

function deviceTop() {
  const tick = () => {
    byId('device-time').textContent = clockTime(Date.now());
  };
  tick();
  setInterval(tick, 10_000);
  byId('device-signs').append(icon('signal'), icon('battery'));
}

function start() {
  byId('to-phones').append(icon('back'));
  byId('to-threads').append(icon('back'));
  byId('open-settings').append(icon('settings'));
  byId('open-compose').append(icon('compose'));
  byId('to-phones').addEventListener('click', () => goTo(null, null));
  byId('to-threads').addEventListener('click', () => goTo(currentPlace().phone, null));
  byId('open-settings').addEventListener('click', () => {
    const phone = phones.find((entry) => entry.address === currentPlace().phone);
    if (phone !== undefined) settings.open(phone);
  });
  document.addEventListener('keydown', (event) => {
    const isFree = document.querySelector('dialog[open]') === null;
    if (event.key === 'Escape' && isFree && shown.contact !== null) goTo(shown.phone, null);
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') refreshSoon();
  });
  addEventListener('hashchange', navigate);
  deviceTop();
  addPhoneForm();
  composeDialog();
  navigate();
  listen({
    onState(state) {
      byId('connection').dataset.state = state;
      byId('connection').textContent = CONNECTION[state];
    },
    async onReady() {
      const isFirst = !isLoaded;
      await refreshSoon();
      if (isFirst) await navigate();
    },
    onPhone: () => refreshSoon(),
  });
}

start();
