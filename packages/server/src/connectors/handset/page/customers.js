// The form that adds a customer by his number.
import { write } from './api.js';
import { byId } from './dom.js';
import { formatTyped, looksLikeAddress } from './format.js';

/** Wires the form; `onAdded` hears of the phone. */
export function customerForm(onAdded) {
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
      await onAdded(phone);
    } catch (failure) {
      say(failure.message);
      input.focus();
    }
  });
}
