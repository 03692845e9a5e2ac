// Reading the channels of workers with the time each was last offered a task.
import type { Reader } from '#storage/database.ts';

/** Channels of workers. The time is that of the newest reservation the database still has. */
export function selectReservedChannels(db: Reader) {
  return db
    .selectFrom('worker_channels')
    .innerJoin('task_channels', 'task_channels.sid', 'worker_channels.task_channel_sid')
    .selectAll('worker_channels')
    .select(['task_channels.unique_name as task_channel_unique_name'])
    .select((eb) =>
      eb
        .selectFrom('reservations')
        .select(({ fn }) => fn.max<number | null>('reservations.date_created').as('last'))
        .whereRef('reservations.worker_sid', '=', 'worker_channels.worker_sid')
        .whereRef('reservations.task_channel_sid', '=', 'worker_channels.task_channel_sid')
        .as('last_reserved_time'),
    );
}
