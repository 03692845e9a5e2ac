// An action of a client from end to end: those who want to be asked are asked, then it happens, in his name.
import type { Transaction } from '#storage/database.ts';
import { actFor, clientOrigin } from '../origin.ts';
import { type ActingClient, beforeAction, type HookAsker, type HookedAction } from './before-action.ts';
import type { Modification } from './pre-answer.ts';

/**
 * Performs an action of a client unless a pre-event webhook forbids it (50056, 50057). `work` runs in a transaction
 * of its own, with the content the webhooks gave in place of the client's; post-event webhooks hear of what it does.
 */
export async function performForClient<T>(
  asker: HookAsker,
  client: ActingClient,
  action: HookedAction,
  work: (tx: Transaction, modification: Modification) => Promise<T>,
): Promise<T> {
  const modification = await beforeAction(asker, client, action);
  return asker.database.transaction((tx) => {
    actFor(tx, clientOrigin(client.identity));
    return work(tx, modification);
  });
}
