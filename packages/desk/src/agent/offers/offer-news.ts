// What is told of offers while they come and go: a tone, a notification, and why one has ended.

import { useEffect, useRef } from 'react';
import type { Reservation } from 'twilio-taskrouter';
import { invokeAction } from '#desk/actions/actions.ts';
import { liveClients } from '#desk/live/clients.ts';
import { customerOf } from '#desk/live/customer.ts';
import { useDesk } from '#desk/state/store.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { notify, notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/tasks.ts';
import { notice } from '../alerts/notices.ts';
import { alertSettings } from '../alerts/settings.ts';
import { play } from '../alerts/tones.ts';
import { wayOf } from '../channels.ts';
import { isAwaited } from '../parked/awaited.ts';
import { selectTask } from '../selection.ts';

/** An offer with the SDK's reservation, which knows how it ended. */
interface Followed {
  readonly task: TaskEntry;
  readonly reservation: Reservation | undefined;
}

const ENDINGS: Readonly<Record<string, (name: string) => string>> = {
  timeout: words.offers.timeout,
  rescinded: words.offers.taken,
  canceled: words.offers.canceled,
  pending: words.offers.ended,
};

function tellOf(task: TaskEntry): void {
  if (isAwaited(task.taskSid)) {
    invokeAction('AcceptTask', { sid: task.sid })
      .then(() => selectTask(task.sid))
      .catch(notifyFailure);
    return;
  }
  const { offerSound, offerNotice } = alertSettings();
  const { name } = customerOf(task);
  if (offerSound) void play('offer');
  if (offerNotice) notice(words.alerts.offer(name), wayOf(task), task.sid, () => selectTask(null));
}

function tellEnd({ task, reservation }: Followed): void {
  const ending = ENDINGS[reservation?.status ?? 'pending'];
  if (ending !== undefined) notify(ending(customerOf(task).name));
}

/** Once in the page: tells of each offer once, and how it ended unless the agent answered it. */
export function useOfferNews(offers: readonly TaskEntry[]): void {
  const tasks = useDesk((state) => state.tasks.bySid);
  const followed = useRef(new Map<string, Followed>());
  useEffect(() => {
    const known = followed.current;
    for (const task of offers) {
      if (known.has(task.sid)) continue;
      known.set(task.sid, { task, reservation: liveClients().worker?.reservations.get(task.sid) });
      tellOf(task);
    }
    for (const [sid, offer] of known) {
      if (tasks[sid]?.status === 'pending') continue;
      known.delete(sid);
      if (tasks[sid] === undefined) tellEnd(offer);
    }
  }, [offers, tasks]);
}
