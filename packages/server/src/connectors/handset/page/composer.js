// The box to answer in: words, files that are picked, pasted or dropped, and the words every network knows.
import { element, icon, part } from './dom.js';
import { counted, fileSize } from './format.js';
import { isPicture } from './media.js';
import { partsOf } from './segments.js';

const LONGEST = 1_600;
const COUNT_FROM = 1_400;

export class Composer {
  #reply;
  #tray;
  #error;
  #counter;
  #files = [];
  #isText = true;
  #limits = { fileBytes: Number.POSITIVE_INFINITY, files: 10 };
  #onSend;

  constructor(root, onSend) {
    this.#onSend = onSend;
    this.#reply = part(root, 'reply');
    this.#tray = part(root, 'tray');
    this.#error = part(root, 'composer-error');
    this.#counter = part(root, 'counter');
    this.#words(root);
    this.#picking(root);
    this.#dropping(root);
  }

  /** Files a text may have with it, as the server says. */
  set limits(limits) {
    this.#limits = limits;
  }

  /** Begins anew for a conversation, with what was typed in it before. */
  open({ draft, isText, placeholder }) {
    this.#isText = isText;
    this.#reply.value = draft;
    this.#reply.placeholder = placeholder;
    this.#forgetFiles();
    this.#say('');
    this.#reflect();
  }

  get draft() {
    return this.#reply.value;
  }

  focus() {
    this.#reply.focus();
  }

  #words(root) {
    part(root, 'composer').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#reply.addEventListener('input', () => this.#reflect());
    this.#reply.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    for (const chip of root.querySelectorAll('.chip')) {
      chip.addEventListener('click', () => this.#onSend(chip.dataset.text, []));
    }
    this.send = part(root, 'send');
  }

  #picking(root) {
    const picker = part(root, 'files');
    part(root, 'attach').addEventListener('click', () => picker.click());
    picker.addEventListener('change', () => {
      this.#add([...picker.files]);
      picker.value = '';
    });
    this.#reply.addEventListener('paste', (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      this.#add(files);
    });
  }

  #dropping(root) {
    const screen = part(root, 'conversation-screen');
    const sign = part(root, 'drop');
    const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
    screen.addEventListener('dragover', (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      sign.hidden = false;
    });
    screen.addEventListener('dragleave', (event) => {
      if (!screen.contains(event.relatedTarget)) sign.hidden = true;
    });
    screen.addEventListener('drop', (event) => {
      sign.hidden = true;
      if (!hasFiles(event)) return;
      event.preventDefault();
      this.#add([...event.dataTransfer.files]);
      this.focus();
    });
  }

  #add(files) {
    const { fileBytes, files: most } = this.#limits;
    const small = files.filter((file) => file.size > 0 && file.size <= fileBytes);
    const taken = small.slice(0, Math.max(0, most - this.#files.length));
    const left = files.length - taken.length;
    this.#say(
      left === 0
        ? ''
        : `${counted(left, 'file')} left out: up to ${most} files of ${fileSize(fileBytes)} go with a message.`,
    );
    for (const file of taken) {
      this.#files.push({ file, preview: isPicture(file) ? URL.createObjectURL(file) : null });
    }
    this.#reflect();
  }

  #take(entry) {
    this.#files = this.#files.filter((other) => other !== entry);
    this.#reflect();
    this.focus();
  }

  #forgetFiles() {
    for (const { preview } of this.#files) if (preview !== null) URL.revokeObjectURL(preview);
    this.#files = [];
  }

  #say(text) {
    this.#error.textContent = text;
  }

  #submit() {
    const text = this.#reply.value;
    if (text.trim() === '' && this.#files.length === 0) return;
    const files = this.#files;
    this.#files = [];
    this.#reply.value = '';
    this.#say('');
    this.#reflect();
    this.#onSend(text.trim() === '' ? '' : text, files);
    this.focus();
  }

  #reflect() {
    const { value } = this.#reply;
    this.send.disabled = value.trim() === '' && this.#files.length === 0;
    this.#counter.textContent = this.#count(value);
    this.#tray.hidden = this.#files.length === 0;
    this.#tray.replaceChildren(...this.#files.map((entry) => this.#trayItem(entry)));
  }

  #count(value) {
    if (value.length >= COUNT_FROM) return `${LONGEST - value.length} left`;
    if (!this.#isText || value === '') return '';
    const { parts, room } = partsOf(value);
    return parts === 1 && room > 40 ? '' : `${room} · ${counted(parts, 'part')}`;
  }

  #trayItem(entry) {
    const { file, preview } = entry;
    return element(
      'li',
      { className: 'tray-item' },
      preview === null ? icon('file') : element('img', { src: preview, alt: '' }),
      element(
        'span',
        { className: 'file-text' },
        element('span', { className: 'file-name' }, file.name),
        element('span', { className: 'file-size' }, fileSize(file.size)),
      ),
      element(
        'button',
        {
          className: 'tray-remove',
          type: 'button',
          'aria-label': `Leave out ${file.name}`,
          onclick: () => this.#take(entry),
        },
        icon('close'),
      ),
    );
  }
}
