// How an activity shows on a face.
import type { Activity } from '#desk/state/worker.ts';
import type { Presence } from '#desk/ui/Avatar.tsx';

/** Green, amber or grey. */
export function presenceOf(activity: Pick<Activity, 'name' | 'available'> | null): Presence {
  if (activity?.available) return 'available';
  return activity === null || /offline/i.test(activity.name) ? 'offline' : 'unavailable';
}
