// Where the page is: which phone and which conversation, kept in the fragment of its address.

/** The fragment that leads to a phone, or to one of its conversations. */
export function placeOf(phone, contact) {
  const parts = new URLSearchParams();
  if (phone) parts.set('phone', phone);
  if (contact) parts.set('with', contact);
  return `#${parts}`;
}

/** The phone and conversation the fragment names. */
export function currentPlace() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const phone = parts.get('phone');
  return { phone, contact: phone === null ? null : parts.get('with') };
}

/** Whether there is room for the list beside the phone. */
export const isWide = () => matchMedia('(min-width: 860px)').matches;
