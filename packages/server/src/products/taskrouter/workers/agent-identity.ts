// Under which identity a worker takes part in conversations.
import { readAttributes } from '#kernel/attributes.ts';
import { isSid } from '#kernel/sid.ts';
import type { WorkerRow } from '#storage/schema/taskrouter.ts';

const CLIENT = 'client:';
const LONGEST = 256;

/** Writes a name with letters and digits only: every other byte becomes `_` and two hex digits, as Flex does. */
function encoded(name: string): string {
  const bytes = [...Buffer.from(name, 'utf8')];
  return bytes
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9]/.test(character)
        ? character
        : `_${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/** No user can have this identity, so a worker whose attributes name it is known by name instead. */
function isUsable(identity: string): boolean {
  const isReserved = identity === 'system' || isSid(identity);
  return identity !== '' && identity.length <= LONGEST && !isReserved && !identity.includes('\0');
}

/**
 * The identity of a worker: the one its `contact_uri` names (`client:ann`), else its name, encoded
 * (`ann@example.com` is `ann_40example_2Ecom`). Desks log in to conversations under it.
 */
export function agentIdentity(worker: Pick<WorkerRow, 'attributes' | 'friendly_name'>): string {
  const contact = readAttributes(worker.attributes)['contact_uri'];
  if (typeof contact === 'string' && contact.startsWith(CLIENT)) {
    const identity = contact.slice(CLIENT.length);
    if (isUsable(identity)) return identity;
  }
  const name = encoded(worker.friendly_name);
  return isUsable(name) ? name : `worker_5F${name}`.slice(0, LONGEST);
}
