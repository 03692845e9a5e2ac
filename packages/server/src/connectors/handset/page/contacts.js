// Whom a phone can write to: the addresses of the contact centre, a channel at a time.
import { element } from './dom.js';
import { channelName } from './format.js';
import { row } from './rows.js';

/** The list of contacts, grouped by channel; `hrefFor` leads to the conversation with one. */
export function contactList(contacts, hrefFor) {
  if (contacts.length === 0) {
    return [element('p', { className: 'empty' }, 'The contact centre has no numbers yet.')];
  }
  return [...Map.groupBy(contacts, ({ channel }) => channel)].map(([channel, ofChannel]) =>
    element(
      'section',
      { className: 'contact-group' },
      element('h4', { className: 'contact-channel', data: { channel } }, channelName(channel)),
      element(
        'ul',
        { className: 'rows', 'aria-label': `${channelName(channel)} contacts` },
        ...ofChannel.map((contact) => {
          const isNamed = contact.name !== '' && !/^[+(\d]/.test(contact.name);
          return row({
            href: hrefFor(contact.address),
            address: contact.address.replace(/^[a-z]+:/, ''),
            name: isNamed ? contact.name : null,
            title: isNamed ? contact.name : contact.number,
            last: null,
            note: isNamed ? contact.number : 'Contact centre',
            isCurrent: false,
            unread: 0,
            to: contact.address,
          });
        }),
      ),
    ),
  );
}
