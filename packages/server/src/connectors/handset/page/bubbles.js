// How texts look: bubbles with their files and buttons, their time, and ticks where a channel has them.
import { element, icon } from './dom.js';
import { clockTime, counted, dayName, isSameDay } from './format.js';
import { mediaView, pickedView } from './media.js';

/** Texts closer than this and from the same side are shown as one group. */
const GROUP_MS = 3 * 60_000;

/** The items of a conversation. `deeds` are what can be done with a text: `retry`, `answer`, `sized`. */
export function bubblesOf(messages, arriving, deeds) {
  const items = [];
  messages.forEach((message, position) => {
    const before = messages[position - 1];
    if (before === undefined || !isSameDay(before.at, message.at)) {
      items.push(element('li', { className: 'day' }, element('span', {}, dayName(message.at))));
    }
    items.push(bubble(message, before, arriving.has(message.id), deeds));
  });
  return items;
}

function bubble(message, before, isArriving, deeds) {
  const follows =
    before !== undefined &&
    before.direction === message.direction &&
    isSameDay(before.at, message.at) &&
    Date.parse(message.at) - Date.parse(before.at) < GROUP_MS;
  const media = message.files
    ? message.files.map(({ file, preview }) => pickedView(file, preview))
    : message.media.map((_url, index) => mediaView(message.id, index, deeds.sized));
  return element(
    'li',
    {
      className: ['message', follows ? 'follows' : '', isArriving ? 'arriving' : ''].join(' ').trim(),
      data: { direction: message.direction, state: message.state ?? 'done' },
    },
    element(
      'span',
      { className: 'visually-hidden' },
      message.direction === 'outgoing' ? 'You: ' : 'Contact centre: ',
    ),
    element(
      'div',
      { className: 'bubble', data: { media: String(media.length > 0) } },
      ...media,
      message.body === '' ? null : element('div', { className: 'words', dir: 'auto' }, message.body),
      note(message, deeds),
    ),
    buttons(message, deeds),
  );
}

const BUTTON_ICONS = { reply: 'reply', url: 'link', phone: 'phone', code: 'copy' };

function buttons(message, deeds) {
  if (!(message.buttons?.length > 0)) return null;
  return element(
    'div',
    { className: 'buttons' },
    ...message.buttons.map(({ kind, title, target }) => {
      const content = [icon(BUTTON_ICONS[kind]), title];
      if (kind === 'reply') {
        const answer = () => deeds.answer(title);
        return element('button', { className: 'reply-button', type: 'button', onclick: answer }, ...content);
      }
      if (kind === 'url' && /^https?:\/\//.test(target)) {
        return element(
          'a',
          { className: 'reply-button', href: target, target: '_blank', rel: 'noopener noreferrer' },
          ...content,
        );
      }
      return element('span', { className: 'reply-button', title: target }, ...content);
    }),
  );
}

function note(message, deeds) {
  if (message.state === 'unsent') {
    return element(
      'div',
      { className: 'message-note always' },
      icon('warning'),
      element('span', {}, message.reason),
      element(
        'button',
        { className: 'retry', type: 'button', onclick: () => deeds.retry(message) },
        'Try again',
      ),
    );
  }
  const time = element('time', { dateTime: message.at }, clockTime(message.at));
  const parts =
    message.segments > 1 ? element('span', { className: 'parts' }, counted(message.segments, 'part')) : null;
  if (message.direction === 'incoming') {
    return element(
      'div',
      { className: parts === null ? 'message-note' : 'message-note always' },
      parts,
      time,
    );
  }
  const isSending = message.state === 'sending';
  return element(
    'div',
    { className: parts === null ? 'message-note' : 'message-note always' },
    parts,
    time,
    icon(isSending ? 'clock' : 'ticks'),
    element('span', { className: 'visually-hidden' }, isSending ? 'Sending' : 'Delivered'),
  );
}
