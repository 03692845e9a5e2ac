// The JSON of a workspace.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { WorkspaceView } from './commands.ts';

/** Where a workspace is found; everything inside it starts with this. */
export function workspaceUrl(base: string, workspaceSid: string): string {
  return `${base}/v1/Workspaces/${workspaceSid}`;
}

/** The Workspace resource of TaskRouter. */
export function presentWorkspace(row: WorkspaceView, { base }: Presentation) {
  const url = workspaceUrl(base, row.sid);
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    friendly_name: row.friendly_name,
    default_activity_name: row.default_activity_name,
    default_activity_sid: row.default_activity_sid,
    timeout_activity_name: row.timeout_activity_name,
    timeout_activity_sid: row.timeout_activity_sid,
    event_callback_url: row.event_callback_url ?? '',
    events_filter: row.events_filter,
    multi_task_enabled: row.multi_task_enabled === 1,
    prioritize_queue_order: row.prioritize_queue_order,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url,
    links: {
      activities: `${url}/Activities`,
      statistics: `${url}/Statistics`,
      real_time_statistics: `${url}/RealTimeStatistics`,
      cumulative_statistics: `${url}/CumulativeStatistics`,
      task_queues: `${url}/TaskQueues`,
      tasks: `${url}/Tasks`,
      workers: `${url}/Workers`,
      workflows: `${url}/Workflows`,
      task_channels: `${url}/TaskChannels`,
      events: `${url}/Events`,
    },
  };
}
