// TaskRouter: a workspace in which a worker has been offered a task.
import type { Population } from '../population.ts';

export async function makeTaskRouter(population: Population): Promise<void> {
  const text = (subject: string) => population.text(subject);
  const { sid } = await population.make('WS', '/taskrouter/v1/Workspaces', {
    FriendlyName: text('workspace'),
  });
  const workspace = `/taskrouter/v1/Workspaces/${sid}`;
  await population.make('WA', `${workspace}/Activities`, {
    FriendlyName: text('on call'),
    Available: 'true',
  });
  const queue = await population.make('WQ', `${workspace}/TaskQueues`, {
    FriendlyName: text('everyone'),
    TargetWorkers: '1==1',
  });
  await population.make('TC', `${workspace}/TaskChannels`, {
    FriendlyName: text('letters'),
    UniqueName: 'letters',
  });
  await population.make('WW', `${workspace}/Workflows`, {
    FriendlyName: text('workflow'),
    Configuration: JSON.stringify({ task_routing: { default_filter: { queue: queue.sid } } }),
  });
  const worker = await population.make('WK', `${workspace}/Workers`, {
    FriendlyName: text('Alice'),
    Attributes: JSON.stringify({ note: text('worker') }),
    ActivitySid: population.sid('WA'),
  });
  await population.discover('WC', `${workspace}/Workers/${worker.sid}/Channels`);
  const task = await population.make('WT', `${workspace}/Tasks`, {
    WorkflowSid: population.sid('WW'),
    Attributes: JSON.stringify({ note: text('task') }),
  });
  await population.settled();
  await population.discover('WR', `${workspace}/Tasks/${task.sid}/Reservations`);
  await population.discover('WR', `${workspace}/Workers/${worker.sid}/Reservations`);
  await population.discover('EV', `${workspace}/Events`);
}
