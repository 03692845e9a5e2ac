// What a worker has at this moment, each task with the last words of its conversation.
import { useQuery } from '@tanstack/react-query';
import { readAll, readPage } from '#desk/rest/pages.ts';
import { get, RequestError } from '#desk/rest/request.ts';
import { conversationIn } from '../basis/customer-name.ts';
import { polled, type ReservationRecord, type TaskRecord } from '../basis/taskrouter.ts';
import { useWorkspace } from '../basis/workspace.tsx';

const STATUSES = ['pending', 'accepted', 'wrapping'] as const;

/** The last message of a conversation. */
interface LastMessage {
  readonly author: string;
  readonly body: string | null;
  readonly date_created: string;
  readonly media: readonly unknown[] | null;
}

/** A task of a worker. */
export interface HeldTask {
  readonly reservation: ReservationRecord;
  readonly task: TaskRecord;
  readonly last: LastMessage | null;
}

/** Conversations that ended in this moment, or that are not there, have no last message. */
async function readLast(conversationSid: string | null, signal: AbortSignal): Promise<LastMessage | null> {
  if (conversationSid === null) return null;
  try {
    const path = `/conversations/v1/Conversations/${conversationSid}/Messages`;
    const { items } = await readPage<LastMessage>(path, { Order: 'desc', PageSize: 1 }, signal);
    return items[0] ?? null;
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return null;
    throw error;
  }
}

async function readTask(path: string, signal: AbortSignal): Promise<TaskRecord | null> {
  try {
    return await get<TaskRecord>(path, {}, signal);
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return null;
    throw error;
  }
}

/** The tasks of a worker, the oldest first. */
export function useWorkerTasks(workerSid: string) {
  const workspace = useWorkspace();
  return useQuery({
    queryKey: [workspace, 'worker-tasks', workerSid],
    queryFn: async ({ signal }): Promise<readonly HeldTask[]> => {
      const path = `${workspace}/Workers/${workerSid}/Reservations`;
      const lists = await Promise.all(
        STATUSES.map((ReservationStatus) =>
          readAll<ReservationRecord>(path, { ReservationStatus }, signal, { most: 100 }),
        ),
      );
      const held = await Promise.all(
        lists.flat().map(async (reservation) => {
          const task = await readTask(`${workspace}/Tasks/${reservation.task_sid}`, signal);
          if (task === null) return null;
          return { reservation, task, last: await readLast(conversationIn(task), signal) };
        }),
      );
      return held.filter((one) => one !== null);
    },
    ...polled(5_000),
  });
}
