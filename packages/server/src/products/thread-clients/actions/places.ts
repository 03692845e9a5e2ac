// What a client may do with its own place in a thread: read on, be told more or less.
import { apiError } from '#kernel/errors.ts';
import type { ParticipantRow, ThreadRow } from '#storage/schema/threads.ts';
import { findUserThread, type UserThread, updateUserThread } from '#threads/threads.ts';
import type { ClientContext, ClientViewer } from './client.ts';
import { performUnasked } from './perform.ts';
import { refuseUnallowed, requireOwnPlace, standingIn } from './standing.ts';

/** What a place is to be from now on; what is not named stays. */
export interface PlaceChange {
  readonly thread: string;
  /** Index of the last message that was read; null forgets it. */
  readonly lastReadIndex?: number | null | undefined;
  /** Whether the horizon may only move on. */
  readonly isOnlyForward?: boolean;
  readonly notificationLevel?: ParticipantRow['notification_level'] | undefined;
}

/** Where the horizon is to be: nobody has read what has not been written. Undefined when it stays. */
function horizonOf(
  { lastReadIndex, isOnlyForward = false }: PlaceChange,
  place: ParticipantRow,
  thread: ThreadRow,
): number | null | undefined {
  if (lastReadIndex === undefined) return undefined;
  if (lastReadIndex === null) return place.last_read_index === null ? undefined : null;
  const last = thread.next_index - 1;
  const wanted = last < 0 ? null : Math.min(lastReadIndex, last);
  if (wanted === place.last_read_index) return undefined;
  return isOnlyForward && (wanted ?? -1) < (place.last_read_index ?? -1) ? undefined : wanted;
}

/**
 * Moves the read horizon of the viewer and says how much he wants to be told; 403/50107 when he is not in the
 * thread. Resolves with the thread as he sees it then, unread messages counted.
 */
export async function updatePlace(
  clients: ClientContext,
  viewer: ClientViewer,
  change: PlaceChange,
): Promise<UserThread> {
  const standing = await standingIn(clients.database.read, viewer, change.thread);
  const { thread } = standing;
  const place = requireOwnPlace(standing);
  if (change.lastReadIndex !== undefined)
    refuseUnallowed(standing, viewer, 'readHorizon.set', { isOwn: true });
  if (change.notificationLevel !== undefined) {
    refuseUnallowed(standing, viewer, 'notificationLevel.set', { isOwn: true });
  }
  const lastReadIndex = horizonOf(change, place, thread);
  const { notificationLevel } = change;
  const isChanged =
    lastReadIndex !== undefined ||
    (notificationLevel !== undefined && notificationLevel !== place.notification_level);
  if (isChanged) {
    // Done twice it is the same as done once, so the request needs no name.
    await performUnasked(clients, { ...viewer, mutationId: null }, (tx) =>
      updateUserThread(tx, place, { lastReadIndex, notificationLevel }),
    );
  }
  const seen = await findUserThread(clients.database.read, viewer.user, thread.sid);
  if (seen === undefined) throw apiError(50107);
  return seen;
}
