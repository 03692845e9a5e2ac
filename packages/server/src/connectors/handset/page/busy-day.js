// The busy day: starting it, watching how far it is, stopping it.
import { read, remove, write } from './api.js';
import { byId, element } from './dom.js';
import { counted } from './format.js';

function contactChoice({ address, display, name, isAnswered }) {
  const label = name === '' || /^[+(\d]/.test(name) ? display : `${name}, ${display}`;
  return element(
    'label',
    { className: 'check' },
    element('input', { type: 'checkbox', name: 'contacts', value: address, checked: isAnswered }),
    element(
      'span',
      {},
      element('span', {}, label),
      element('small', {}, isAnswered ? 'Answered by a flow' : 'Nobody is known to answer'),
    ),
  );
}

const words = ({ came, customers, waiting, typing, served, left }) =>
  [
    `${came} of ${customers} came`,
    `${waiting + typing} waiting`,
    `${served} served`,
    left > 0 ? `${left} left` : null,
  ]
    .filter((part) => part !== null)
    .join(' · ');

/** The dialog and the strip of the busy day; `onChanged` hears when one began or was stopped. */
export function busyDayParts({ state, onChanged }) {
  const dialog = byId('busy-day');
  const form = byId('busy-day-form');
  const { elements } = form;
  let isOn = false;

  const say = (text) => {
    byId('busy-day-error').textContent = text;
  };
  byId('open-busy-day').addEventListener('click', async () => {
    say('');
    if (isOn) {
      byId('stop-busy-day').focus();
      return;
    }
    const { contacts } = state();
    if (elements.seed.value === '') elements.seed.value = Math.random().toString(36).slice(2, 8);
    byId('day-contacts').replaceChildren(...contacts.map(contactChoice));
    if (contacts.length === 0) say('The contact centre has no numbers yet.');
    dialog.showModal();
  });
  byId('busy-day-cancel').addEventListener('click', () => dialog.close());
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const contacts = [...form.querySelectorAll('input[name=contacts]:checked')].map(({ value }) => value);
    if (contacts.length === 0) {
      say('Pick at least one address they write to.');
      return;
    }
    try {
      await write('busy-day', {
        customers: Number(elements.customers.value),
        minutes: Number(elements.minutes.value),
        contacts,
        ...(elements.seed.value.trim() === '' ? {} : { seed: elements.seed.value.trim() }),
      });
      dialog.close();
      await onChanged();
      byId('stop-busy-day').focus();
    } catch (error) {
      say(error.message);
    }
  });
  byId('stop-busy-day').addEventListener('click', async () => {
    await remove('busy-day').catch(() => {});
    await onChanged();
    byId('open-busy-day').focus();
  });

  return {
    /** Shows how far a day is; null without one. */
    reflect(day) {
      isOn = day !== null;
      byId('day-strip').hidden = !isOn;
      if (day === null) return;
      byId('day-words').replaceChildren(
        element('strong', {}, 'Busy day'),
        element('span', {}, words(day)),
        element(
          'span',
          { className: 'day-left' },
          day.secondsLeft < 90
            ? `${counted(day.secondsLeft, 'second')} left`
            : `${Math.round(day.secondsLeft / 60)} minutes left`,
        ),
      );
      const progress = byId('day-progress');
      progress.max = day.customers;
      progress.value = day.served + day.left;
    },
    /** Asks how far the day is, for the time that is left. */
    async ask() {
      if (!isOn) return;
      const { busyDay } = await read('busy-day').catch(() => ({}));
      if (busyDay !== undefined) this.reflect(busyDay);
    },
  };
}
