// How a phone treats what it gets.
import { write } from './api.js';
import { byId, element } from './dom.js';

/** The codes of a kind, as choices. */
function choices(failures, medium) {
  return failures
    .filter((failure) => failure.medium === medium)
    .map(({ code, words }) => element('option', { value: String(code) }, `${code} ${words}`));
}

/** The dialog that changes how a phone behaves; `onSaved` hears when it did. */
export function settingsDialog(onSaved) {
  const dialog = byId('settings');
  const form = byId('settings-form');
  const { elements } = form;
  let address = null;

  const reflect = () => {
    byId('delay-setting').hidden = elements.behaviour.value !== 'slow';
  };
  form.addEventListener('change', reflect);
  byId('settings-cancel').addEventListener('click', () => dialog.close());
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const change = {
      address,
      name: elements.name.value.trim(),
      behaviour: elements.behaviour.value,
      failNext: Number(elements.failNext.value),
      errorCode: Number(elements.code.value),
      channelErrorCode: Number(elements.channelCode.value),
      sendsRead: elements.sendsRead.checked,
    };
    if (change.behaviour === 'slow') change.delaySeconds = Number(elements.delay.value);
    try {
      await write('behaviour', change);
      dialog.close();
      onSaved();
    } catch (error) {
      byId('settings-error').textContent = error.message;
    }
  });

  return {
    open(phone, failures) {
      address = phone.address;
      byId('settings-error').textContent = '';
      byId('code').replaceChildren(...choices(failures, 'text'));
      byId('channel-code').replaceChildren(...choices(failures, 'channel'));
      elements.name.value = phone.name ?? '';
      elements.behaviour.value = phone.behaviour;
      elements.delay.value = phone.delaySeconds;
      elements.failNext.value = phone.failNext;
      choose(elements.code, phone.errorCode);
      choose(elements.channelCode, phone.channelErrorCode);
      elements.sendsRead.checked = phone.sendsRead;
      reflect();
      dialog.showModal();
    },
  };
}

/** A code that somebody set elsewhere is a choice like the others. */
function choose(select, code) {
  select.value = String(code);
  if (select.selectedIndex !== -1) return;
  select.append(element('option', { value: String(code) }, String(code)));
  select.value = String(code);
}
