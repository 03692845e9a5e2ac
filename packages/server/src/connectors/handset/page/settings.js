// How a phone treats what it gets.
import { write } from './api.js';
import { byId } from './dom.js';

/** The dialog that makes a phone slow or lets it fail; `onSaved` hears when it did. */
export function settingsDialog(onSaved) {
  const dialog = byId('settings');
  const form = byId('settings-form');
  let address = null;

  const chosen = () => form.elements.behaviour.value;
  const reflect = () => {
    byId('delay-setting').hidden = chosen() !== 'slow';
    byId('code-setting').hidden = chosen() !== 'fail';
  };
  form.addEventListener('change', reflect);
  byId('settings-cancel').addEventListener('click', () => dialog.close());
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const behaviour = chosen();
    const change = { address, behaviour };
    if (behaviour === 'slow') change.delaySeconds = Number(form.elements.delay.value);
    if (behaviour === 'fail') change.errorCode = Number(form.elements.code.value);
    try {
      await write('behaviour', change);
      dialog.close();
      onSaved();
    } catch (error) {
      byId('settings-error').textContent = error.message;
    }
  });

  return {
    open(phone) {
      address = phone.address;
      byId('settings-error').textContent = '';
      form.elements.behaviour.value = phone.behaviour;
      form.elements.delay.value = phone.delaySeconds;
      form.elements.code.value = String(phone.errorCode);
      if (form.elements.code.selectedIndex === -1) form.elements.code.selectedIndex = 0;
      reflect();
      dialog.showModal();
    },
  };
}
