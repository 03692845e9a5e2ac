// The JSON of a worker.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import { workspaceUrl } from '../workspaces/present.ts';
import type { WorkerView } from './find-worker.ts';

/** The Worker resource of TaskRouter. */
export function presentWorker(row: WorkerView, { base }: Presentation) {
  const workspace = workspaceUrl(base, row.workspace_sid);
  const url = `${workspace}/Workers/${row.sid}`;
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    workspace_sid: row.workspace_sid,
    friendly_name: row.friendly_name,
    attributes: row.attributes,
    activity_sid: row.activity_sid,
    activity_name: row.activity_name,
    available: row.available === 1,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    date_status_changed: isoDate(row.date_status_changed),
    url,
    links: {
      channels: `${url}/Channels`,
      activity: `${workspace}/Activities/${row.activity_sid}`,
      workspace,
      statistics: `${workspace}/Workers/Statistics`,
      real_time_statistics: `${workspace}/Workers/RealTimeStatistics`,
      cumulative_statistics: `${workspace}/Workers/CumulativeStatistics`,
      worker_statistics: `${url}/Statistics`,
      worker_channels: `${url}/Channels`,
      reservations: `${url}/Reservations`,
    },
  };
}
