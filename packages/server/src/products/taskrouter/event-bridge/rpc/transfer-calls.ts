// Calls about transfers: handing a task over to another worker, a queue or a workflow, and taking that back.
import { z } from 'zod';
import { int, oneOf, readInput, sid } from '#http/parameters.ts';
import { attributes } from '../../attributes.ts';
import { cancelTransfer, initiateTransfer } from '../../transfers/commands.ts';
import { transferPayload } from '../payloads/task.ts';
import { refuseOtherWorker } from './access.ts';
import type { BridgeCall } from './call.ts';

const HIGHEST_PRIORITY = 2 ** 31 - 1;

const newTransfer = z.object({
  ReservationSid: sid('WR'),
  TaskSid: sid('WT'),
  To: z.string().max(64),
  Mode: oneOf(['WARM', 'COLD']).nullish(),
  Priority: int(0, HIGHEST_PRIORITY).nullish(),
  Attributes: attributes().nullish(),
});

const cancellation = z.object({ TaskSid: sid('WT'), TransferStatus: oneOf(['canceled']) });

function workerOf(call: BridgeCall) {
  refuseOtherWorker(call, call.params['WorkerSid']);
  return {
    accountSid: call.actor.accountSid,
    workspaceSid: call.params['WorkspaceSid']!,
    workerSid: call.params['WorkerSid']!,
  };
}

/** Starts a transfer; WARM where the client does not say (TaskRouter.js SDK "Task: transfer"). */
export async function startTransfer(call: BridgeCall) {
  const worker = workerOf(call);
  const input = readInput(newTransfer, call.input);
  return call.database.transaction(async (tx) => {
    const transfer = await initiateTransfer(tx, {
      ...worker,
      reservationSid: input.ReservationSid,
      taskSid: input.TaskSid,
      to: input.To,
      mode: input.Mode ?? 'WARM',
      ...(input.Priority === null || input.Priority === undefined ? {} : { priority: input.Priority }),
      ...(input.Attributes === null || input.Attributes === undefined
        ? {}
        : { attributes: input.Attributes }),
    });
    return transferPayload(transfer);
  });
}

/** Takes a transfer back. */
export async function endTransfer(call: BridgeCall) {
  const worker = workerOf(call);
  const input = readInput(cancellation, call.input);
  return call.database.transaction(async (tx) => {
    const place = { ...worker, taskSid: input.TaskSid, transferSid: call.params['Sid']! };
    return transferPayload(await cancelTransfer(tx, place));
  });
}
