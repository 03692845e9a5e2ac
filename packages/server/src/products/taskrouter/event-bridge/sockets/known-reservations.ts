// The reservations a client knows. It takes a second creation for another reservation, and fails over steps of one
// it has never heard of; both can come late, after the client has read its list.
import type { Push } from './opening.ts';

/** Messages after which clients forget a reservation. */
const LAST = new Set<Push['type']>([
  'reservation.completed',
  'reservation.rejected',
  'reservation.timeout',
  'reservation.canceled',
  'reservation.rescinded',
]);

/** What a client has been told of reservations, from its list and since. */
export class KnownReservations {
  /** Null for a client that has not read its list, or not all of it: it is told everything. */
  #sids: Set<string> | null = null;

  /** The client has read its whole list. */
  learn(sids: readonly string[]): void {
    this.#sids = new Set(sids);
  }

  /** Whether the client can make something of a message that is about to be sent. */
  takes({ type, subjectSid }: Push): boolean {
    const known = this.#sids;
    if (known === null || !type.startsWith('reservation.') || type === 'reservation.failed') return true;
    if (type === 'reservation.created') {
      const isNew = !known.has(subjectSid);
      known.add(subjectSid);
      return isNew;
    }
    return LAST.has(type) ? known.delete(subjectSid) : known.has(subjectSid);
  }
}
