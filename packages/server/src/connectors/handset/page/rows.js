// The rows of phones, conversations and numbers.
import { element } from './dom.js';
import { initials, shortTime, tint } from './format.js';

const BADGES = { slow: 'Slow', fail: 'Failing' };

/** One row: a link to `href`. */
export function row({ href, address, title, last, note, isCurrent, isNew, behaviour }) {
  const text =
    last === null ? note : `${last.direction === 'outgoing' ? 'You: ' : ''}${last.body || 'Media'}`;
  return element(
    'li',
    {},
    element(
      'a',
      { className: 'row', href, data: { unread: String(isNew), address }, 'aria-current': String(isCurrent) },
      element(
        'span',
        { className: 'avatar', 'aria-hidden': 'true', data: { tint: tint(address) } },
        initials(address),
      ),
      element(
        'span',
        { className: 'row-main' },
        element('span', { className: 'row-title' }, title),
        element('span', { className: 'row-text' }, text),
      ),
      element(
        'span',
        { className: 'row-side' },
        last === null
          ? null
          : element('time', { className: 'row-time', dateTime: last.at }, shortTime(last.at)),
        element(
          'span',
          { className: 'row-marks' },
          isNew
            ? element(
                'span',
                { className: 'row-dot' },
                element('span', { className: 'visually-hidden' }, 'New'),
              )
            : null,
          BADGES[behaviour] === undefined
            ? null
            : element('span', { className: 'badge', data: { behaviour } }, BADGES[behaviour]),
        ),
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
