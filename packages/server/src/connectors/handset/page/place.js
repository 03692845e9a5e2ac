// Which phones are side by side and what each shows: in the fragment of the page's address, and kept by the browser.

const KEY = 'parley-handset-deck';
/** Most phones beside each other. */
export const MOST_PHONES = 4;

const OF_NUMBERS = /^(whatsapp|rcs|sms):/;

/** The channel of an address. */
export const channelOf = (address) => /^([a-z]+):/.exec(address)?.[1] ?? 'sms';

/** The phone an address is of, as the server sees it. */
export function phoneOf(address) {
  const number = address.replace(OF_NUMBERS, '');
  return /^messenger:[1-9]\d{6,14}$/.test(number) ? `+${number.slice('messenger:'.length)}` : number;
}

/** The address a phone has on the channel of a contact. */
export function addressOn(phone, contact) {
  const channel = channelOf(contact);
  if (channel === 'sms' || channelOf(phone) !== 'sms') return phone;
  return channel === 'messenger' ? `messenger:${phone.slice(1)}` : `${channel}:${phone}`;
}

/** The fragment that leads to these phones: `phone`, and `with` when a conversation is open on it. */
export function fragmentOf(places) {
  const parts = new URLSearchParams();
  for (const { phone, contact } of places) {
    parts.append('phone', phone);
    if (contact) parts.append('with', contact);
  }
  return `#${parts}`;
}

/** The phones a fragment names, each once. */
export function placesIn(fragment) {
  const places = [];
  for (const [name, value] of new URLSearchParams(fragment.slice(1))) {
    if (name === 'phone') places.push({ phone: phoneOf(value), contact: null });
    else if (name === 'with' && places.length > 0) places.at(-1).contact = value;
  }
  const isFirst = (place, at) => places.findIndex(({ phone }) => phone === place.phone) === at;
  return places.filter(isFirst).slice(0, MOST_PHONES);
}

/** Remembers the phones for the next time the page is opened without any. */
export function keepPlaces(places) {
  keep(KEY, fragmentOf(places));
}

/** The phones that were open the last time. */
export const keptPlaces = () => placesIn(kept(KEY) ?? '');

/** Remembers something in this browser; one that keeps nothing forgets it, that is all. */
export function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {}
}

/** What was remembered, or null. */
export function kept(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
