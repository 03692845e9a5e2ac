// What canned responses can say of the people and the task.
import { useDesk } from '#desk/state/store.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import type { Reach } from '../channel.ts';
import type { Facts } from './canned.ts';

interface About {
  readonly task: TaskEntry;
  readonly customerName: string;
  readonly reach: Reach;
}

/** The values of variables in this conversation. */
export function useFacts({ task, customerName, reach }: About): Facts {
  const user = useDesk((state) => state.session.user);
  const name = user?.fullName ?? '';
  return {
    customer: {
      name: customerName,
      first_name: customerName.split(' ')[0] ?? null,
      address: reach.customerAddress,
    },
    agent: { name, first_name: name.split(' ')[0] ?? null, login: user?.login ?? null },
    task: task.attributes,
  };
}
