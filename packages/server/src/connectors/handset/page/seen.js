// What this browser has shown already, so that the rest can be marked as new.

const KEY = 'parley-handset-seen';

function load() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') ?? {};
  } catch {
    return {};
  }
}

const seen = load();
const nameOf = (phone, contact) => `${phone} ${contact}`;

/** Remembers that a thread was read up to this text. */
export function markSeen(phone, contact, id) {
  const name = nameOf(phone, contact);
  if ((seen[name] ?? '') >= id) return;
  seen[name] = id;
  try {
    localStorage.setItem(KEY, JSON.stringify(seen));
  } catch {
    // A browser that keeps nothing shows more marks; that is all.
  }
}

/** Whether the last text of a thread came in and was not shown here. */
export function isUnread(phone, last) {
  return (
    last !== null && last.direction === 'incoming' && (seen[nameOf(phone, last.contact)] ?? '') < last.id
  );
}
