// What a client has read in its channels, reported for several of them at once.
import { z } from 'zod';
import type { UserThread } from '#threads/threads.ts';
import { updatePlace } from '../actions/actions.ts';
import { command, field } from './command.ts';

const MOST_CHANNELS = 100;

const entry = z.object({ channelSid: field.name, messageIdx: field.index.nullable() });

const isDone = (outcome: PromiseSettledResult<UserThread>) => outcome.status === 'fulfilled';

/**
 * Moves read horizons. Channels the client may not report of are left out of the answer, which its package takes for
 * a refusal; when there is no other channel the whole report is refused. A horizon that is set again is where it was,
 * so reports need no name to be done once.
 */
export const consumptionReport = command(
  { report: z.array(entry).min(1).max(MOST_CHANNELS) },
  async (clients, viewer, { report }) => {
    const unnamed = { ...viewer, mutationId: null };
    const outcomes = await Promise.allSettled(
      report.map(({ channelSid, messageIdx }) =>
        updatePlace(clients, unnamed, { thread: channelSid, lastReadIndex: messageIdx }),
      ),
    );
    const done = outcomes.filter(isDone);
    const [refused] = outcomes.filter((outcome) => outcome.status === 'rejected');
    if (done.length === 0 && refused !== undefined) throw refused.reason;
    return done.map(({ value }) => value);
  },
  (places) => ({
    report: places.map((place) => ({
      channelSid: place.thread_sid,
      unreadMessagesCount: place.unread_messages_count,
    })),
  }),
);
