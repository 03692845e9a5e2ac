// Requests that change something: webhooks hear of it when `X-Twilio-Webhook-Enabled` says so.
import type { z } from 'zod';
import { type Call, removal, type WriteOperation, write } from '#http/operations.ts';
import type { Transaction } from '#storage/database.ts';
import { actFor, restOrigin } from '#threads/threads.ts';

/** Declares an operation that changes something webhooks can be told of. */
export function hookedWrite<S extends z.ZodType, Row>(
  input: S,
  run: (tx: Transaction, call: Call<z.output<S>>) => Promise<Row>,
  options: Parameters<typeof write<S, Row>>[2] = {},
): WriteOperation<Row> {
  return write<S, Row>(
    input,
    (tx, call) => {
      actFor(tx, restOrigin(call));
      return run(tx, call);
    },
    options,
  );
}

/** Declares the removal of something webhooks can be told of. */
export function hookedRemoval(run: (tx: Transaction, call: Call) => Promise<void>): WriteOperation<null> {
  return removal((tx, call) => {
    actFor(tx, restOrigin(call));
    return run(tx, call);
  });
}
