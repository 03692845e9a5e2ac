// How numbers, times and names are written.

const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const shortDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const longDate = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

const dayOf = (date) => date.toDateString();

function isYesterday(date) {
  const yesterday = new Date();
  yesterday.setDate(yesterday.getDate() - 1);
  return dayOf(date) === dayOf(yesterday);
}

/** The hour and minute of a moment. */
export const clockTime = (at) => timeOfDay.format(new Date(at));

/** When something happened, as short as can be. */
export function shortTime(at) {
  const date = new Date(at);
  return dayOf(date) === dayOf(new Date()) ? timeOfDay.format(date) : shortDate.format(date);
}

/** The day something happened, for the line above the first text of that day. */
export function dayName(at) {
  const date = new Date(at);
  if (dayOf(date) === dayOf(new Date())) return 'Today';
  return isYesterday(date) ? 'Yesterday' : longDate.format(date);
}

/** Whether two moments lie on one day. */
export const isSameDay = (one, other) => dayOf(new Date(one)) === dayOf(new Date(other));

/** Writes a number the way it is being typed; channel addresses stay as they are. */
export function formatTyped(typed) {
  if (/[a-z]/i.test(typed)) return typed.trimStart();
  const digits = typed.replace(/\D/g, '').slice(0, 15);
  if (digits === '') return typed.trim().startsWith('+') ? '+' : '';
  const groups = digits.startsWith('1')
    ? [digits.slice(0, 1), digits.slice(1, 4), digits.slice(4, 7), digits.slice(7)]
    : [digits.slice(0, 2), ...(digits.slice(2).match(/.{1,3}/g) ?? [])];
  return `+${groups.filter((group) => group !== '').join(' ')}`;
}

/** Whether the text can be an address; the server has the last word. */
export function looksLikeAddress(typed) {
  return /^[a-z]+:\S+$/.test(typed) || /^\+[1-9]\d{6,14}$/.test(typed.replace(/[^\d+]/g, ''));
}

/** The first letters of a name, or the last two digits of a number, where there is little room. */
export function initials(address, name) {
  const words = (name ?? '').match(/\p{L}+/gu) ?? [];
  if (words.length > 0)
    return [words[0], words.length > 1 ? words.at(-1) : '']
      .map((word) => [...word][0] ?? '')
      .join('')
      .toUpperCase();
  return address.replace(/\D/g, '').slice(-2) || '·';
}

/** A colour that stays with an address. */
export function tint(address) {
  let sum = 0;
  for (const character of address) sum = (sum * 31 + character.codePointAt(0)) % 9973;
  return String(sum % 6);
}

/** A size in the unit people use for it. */
export function fileSize(bytes) {
  if (bytes < 1_000) return `${bytes} bytes`;
  const [unit, size] = bytes < 1_000_000 ? ['KB', bytes / 1_000] : ['MB', bytes / 1_000_000];
  return `${size < 10 ? Math.round(size * 10) / 10 : Math.round(size)} ${unit}`;
}

/** A number of things: `1 file`, `2 files`. */
export const counted = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;

const CHANNELS = {
  sms: 'SMS',
  whatsapp: 'WhatsApp',
  messenger: 'Messenger',
  rcs: 'RCS',
  line: 'LINE',
  email: 'E-mail',
};

/** What people call a channel. */
export const channelName = (channel) => CHANNELS[channel] ?? 'Messages';

/** What to call a phone: its customer's name where one is known. */
export const nameOf = (phone) => phone.name || phone.display;
