// Files on messages: pictures are shown from a copy in memory, everything else is saved. Nothing is ever run.
import { fileOf } from './api.js';
import { element, icon } from './dom.js';
import { fileSize } from './format.js';

/** What browsers draw without running anything that is in it. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);
const LARGEST_PREVIEW = 20_000_000;
const MOST_KEPT = 200;

const known = new Map();

function remember(key, facts) {
  known.set(key, facts);
  if (known.size <= MOST_KEPT) return;
  const [oldest, { preview }] = known.entries().next().value;
  if (preview) URL.revokeObjectURL(preview);
  known.delete(oldest);
}

/** The name a `Content-Disposition` gives, or what to call a file without one. */
function nameIn(header) {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(header ?? '')?.[1];
  return encoded === undefined ? 'File' : decodeURIComponent(encoded);
}

async function readFacts(message, index) {
  const answer = await fileOf(message, index, 'HEAD');
  const length = answer.headers.get('Content-Length');
  const facts = {
    name: nameIn(answer.headers.get('Content-Disposition')),
    size: length === null ? null : Number(length),
    preview: null,
  };
  const type = answer.headers.get('Content-Type') ?? '';
  if (!PICTURES.has(type) || facts.size > LARGEST_PREVIEW) return facts;
  const content = await (await fileOf(message, index, 'GET')).blob();
  return { ...facts, preview: URL.createObjectURL(new Blob([content], { type })) };
}

/** Whether a file that was picked can be shown as a picture. */
export const isPicture = (file) => PICTURES.has(file.type);

async function save(message, index, name) {
  const content = await (await fileOf(message, index, 'GET')).blob();
  const url = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  element('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function shown(holder, facts, message, index) {
  const saving = () => save(message, index, facts.name).catch(() => {});
  const size = facts.size === null ? '' : fileSize(facts.size);
  if (facts.preview !== null) {
    holder.replaceChildren(
      element(
        'button',
        {
          className: 'picture',
          type: 'button',
          onclick: saving,
          'aria-label': `Save ${facts.name}, ${size}`,
        },
        element('img', { src: facts.preview, alt: facts.name }),
      ),
    );
    return;
  }
  holder.replaceChildren(
    element(
      'button',
      { className: 'file', type: 'button', onclick: saving },
      icon('file'),
      element('span', { className: 'visually-hidden' }, 'Save '),
      element(
        'span',
        { className: 'file-text' },
        element('span', { className: 'file-name' }, facts.name),
        element('span', { className: 'file-size' }, size || 'Size unknown'),
      ),
      icon('save'),
    ),
  );
}

/** A file of a message; `onSized` hears when it takes the room it needs. */
export function mediaView(message, index, onSized) {
  const holder = element('div', { className: 'media' });
  const key = `${message} ${index}`;
  const facts = known.get(key);
  if (facts !== undefined) {
    shown(holder, facts, message, index);
    return holder;
  }
  holder.append(element('p', { className: 'file file-waiting' }, icon('file'), 'Loading'));
  readFacts(message, index)
    .then((found) => {
      remember(key, found);
      shown(holder, found, message, index);
      onSized();
    })
    .catch(() => {
      holder.replaceChildren(
        element('p', { className: 'file file-waiting' }, icon('warning'), 'This file is gone'),
      );
    });
  return holder;
}

/** A file that was picked and is not with the server yet. */
export function pickedView(file, preview) {
  if (preview !== null) {
    return element(
      'div',
      { className: 'media' },
      element('span', { className: 'picture' }, element('img', { src: preview, alt: file.name })),
    );
  }
  return element(
    'div',
    { className: 'media' },
    element(
      'p',
      { className: 'file' },
      icon('file'),
      element(
        'span',
        { className: 'file-text' },
        element('span', { className: 'file-name' }, file.name),
        element('span', { className: 'file-size' }, fileSize(file.size)),
      ),
    ),
  );
}
