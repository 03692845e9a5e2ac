// The rows of customers, conversations and contacts.
import { element } from './dom.js';
import { channelName, counted, initials, shortTime, tint } from './format.js';

/** What is unusual about a phone, in a word or two. */
export function conditionOf({ behaviour, delaySeconds, errorCode, failNext }) {
  if (behaviour === 'off') return { kind: 'off', text: 'Off' };
  if (behaviour === 'fail') return { kind: 'fail', text: `Fails, ${errorCode}` };
  if (failNext > 0) return { kind: 'fail', text: `Next ${failNext} fail${failNext === 1 ? 's' : ''}` };
  if (behaviour === 'slow') return { kind: 'slow', text: `Slow, ${delaySeconds} s` };
  return null;
}

/** What a text says where there is one line for it. */
export function summaryOf({ body, media }) {
  return body || (media.length > 1 ? counted(media.length, 'file') : 'File');
}

/** A round sign with initials. */
export function avatar(address, name) {
  return element(
    'span',
    { className: 'avatar', 'aria-hidden': 'true', data: { tint: tint(address) } },
    initials(address, name),
  );
}

/** The number of texts nobody has looked at. */
export function unreadBadge(unread) {
  return unread === 0
    ? null
    : element(
        'span',
        { className: 'unread' },
        unread > 99 ? '99+' : String(unread),
        element('span', { className: 'visually-hidden' }, ' new'),
      );
}

/** A channel's name as a small label. */
export function channelLabel(channel) {
  return element('span', { className: 'channel', data: { channel } }, channelName(channel));
}

/** One row: a link to `href`, `to` whom it leads. */
export function row({ href, address, name, title, last, note, isCurrent, unread, condition, channel, to }) {
  const text = last ? `${last.direction === 'outgoing' ? 'You: ' : ''}${summaryOf(last)}` : note;
  return element(
    'li',
    {},
    element(
      'a',
      {
        className: 'row',
        href,
        data: {
          unread: String(unread > 0 && last?.direction === 'incoming'),
          address,
          ...(to ? { to } : {}),
        },
        'aria-current': String(isCurrent),
      },
      avatar(address, name),
      element(
        'span',
        { className: 'row-main' },
        element(
          'span',
          { className: 'row-title' },
          element('span', { className: 'row-name' }, title),
          channel ? channelLabel(channel) : null,
        ),
        element(
          'span',
          { className: 'row-line' },
          condition
            ? element('span', { className: 'badge', data: { kind: condition.kind } }, condition.text)
            : null,
          element('span', { className: 'row-text' }, text),
        ),
      ),
      element(
        'span',
        { className: 'row-side' },
        last ? element('time', { className: 'row-time', dateTime: last.at }, shortTime(last.at)) : null,
        unreadBadge(unread ?? 0),
      ),
    ),
  );
}

/** Replaces the rows of a list and keeps the focus where it was. */
export function showRows(list, rows) {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.address : undefined;
  list.replaceChildren(...rows);
  if (focused !== undefined) focusRow(list, focused);
}

/** Puts the focus on the row of an address. */
export function focusRow(list, address) {
  for (const link of list.querySelectorAll('a')) if (link.dataset.address === address) link.focus();
}
