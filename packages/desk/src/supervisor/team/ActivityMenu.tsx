// The activity of a worker, and changing it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import type { WorkerRecord } from '#desk/rest/records.ts';
import { post } from '#desk/rest/request.ts';
import { Menu } from '#desk/ui/overlays.tsx';
import { notify, notifyFailure } from '#desk/ui/Toasts.tsx';
import { words as all } from '#desk/words/supervisor.ts';
import { useActivities } from '../basis/taskrouter.ts';
import { useWorkspace } from '../basis/workspace.tsx';
import styles from './ActivityMenu.module.css';

const words = all.team;

/** A button with the activity; its menu has the others. What is chosen shows at once. */
export function ActivityMenu({ worker }: { readonly worker: WorkerRecord }) {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const activities = useActivities();
  const { sid, friendly_name: name } = worker;
  const change = useMutation({
    mutationFn: (activity: string) => post(`${workspace}/Workers/${sid}`, { ActivitySid: activity }),
    onSuccess: (_, activity) => {
      const chosen = activities.data?.find((candidate) => candidate.sid === activity);
      notify(words.activityChanged(name, chosen?.friendly_name ?? ''));
    },
    onError: notifyFailure,
    onSettled: () => queries.invalidateQueries({ queryKey: [workspace, 'workers'] }),
  });
  const shown = change.isPending ? change.variables : worker.activity_sid;
  const shownName =
    activities.data?.find((activity) => activity.sid === shown)?.friendly_name ?? worker.activity_name;
  return (
    <Menu
      label={`${words.changeActivity(name)}: ${shownName}`}
      className={styles['button'] ?? ''}
      choices={(activities.data ?? []).map((activity) => ({
        id: activity.sid,
        label: activity.friendly_name,
      }))}
      chosen={shown}
      onChoose={(activity) => activity !== worker.activity_sid && change.mutate(activity)}
    >
      {shownName}
      <ChevronDown aria-hidden="true" />
    </Menu>
  );
}
