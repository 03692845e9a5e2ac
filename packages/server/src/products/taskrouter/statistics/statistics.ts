// The statistics of TaskRouter: every route of them.
import type { Route } from '#http/resource.ts';
import { taskQueueStatistics } from './task-queue-statistics.ts';
import { taskQueuesStatistics } from './task-queues-statistics.ts';
import { workerStatistics } from './worker-statistics.ts';
import { workflowStatistics } from './workflow-statistics.ts';
import { workspaceStatistics } from './workspace-statistics.ts';

/** The routes of all statistics. */
export const statisticsRoutes: readonly Route[] = [
  ...workspaceStatistics,
  ...workflowStatistics,
  ...taskQueueStatistics,
  ...taskQueuesStatistics,
  ...workerStatistics,
];
