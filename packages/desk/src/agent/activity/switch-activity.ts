// Changing the activity, with the question that is asked while offers are open.
import { useSyncExternalStore } from 'react';
import { invokeAction } from '#desk/actions/actions.ts';
import { deskState } from '#desk/state/store.ts';
import type { Activity } from '#desk/state/worker.ts';
import { notifyFailure } from '#desk/ui/Toasts.tsx';

let asked: Activity | null = null;
const listeners = new Set<() => void>();

/** Asks about an activity; null when it was answered. */
export function askAbout(activity: Activity | null): void {
  asked = activity;
  for (const listener of listeners) listener();
}

/** The activity that waits for an answer. */
export function useAskedActivity(): Activity | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked,
  );
}

/** How many offers are open. */
export function openOffers(): number {
  return Object.values(deskState().tasks.bySid).filter(({ status }) => status === 'pending').length;
}

/** Goes into an activity; what is offered is rejected when asked to. */
export function enterActivity(activity: Activity, rejectPendingReservations: boolean): Promise<unknown> {
  const options = rejectPendingReservations ? { rejectPendingReservations } : undefined;
  return invokeAction('SetActivity', { activitySid: activity.sid, options });
}

/** Goes into the activity, or asks first what becomes of the offers. */
export function switchActivity(activitySid: string): void {
  const { activities, activity: present } = deskState().worker;
  const activity = activities.find(({ sid }) => sid === activitySid);
  if (activity === undefined || activity.sid === present?.sid) return;
  if (!activity.available && openOffers() > 0) askAbout(activity);
  else enterActivity(activity, false).catch(notifyFailure);
}
