// One call of the event bridge, and how it is put to the operations of the REST resources.
import type { RawInput } from '#http/form-body.ts';
import type { Call, ReadOperation, WriteOperation } from '#http/operations.ts';
import { readInput } from '#http/parameters.ts';
import { notFound } from '#kernel/errors.ts';
import type { Database, Transaction } from '#storage/database.ts';
import type { Actor } from '../actor.ts';

/** A call a client makes: what it asks for, on whose behalf. */
export interface BridgeCall {
  readonly database: Database;
  readonly actor: Actor;
  /** Path below the version: `Workspaces/WS…/Activities`. */
  readonly path: string;
  /** The SIDs in the path, by the names in the route. */
  readonly params: Readonly<Record<string, string>>;
  readonly input: RawInput;
  /** Version the client has seen, or null. */
  readonly ifMatch: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The call as the REST operations know it. */
export function restCall(call: BridgeCall, input: unknown): Call {
  return {
    person: null,
    accountSid: call.actor.accountSid,
    params: call.params,
    input,
    base: '',
    now: call.now,
    isWebhookEnabled: true,
    ifMatch: call.ifMatch,
  };
}

/** Reads one thing as REST does; 404/20404 when there is none. */
export async function readOne<Row>(call: BridgeCall, operation: ReadOperation<Row>): Promise<Row> {
  const row = await operation.run(call.database.read, restCall(call, {}));
  if (row === undefined) throw notFound(`/${call.path}`);
  return row;
}

/**
 * Changes something as REST does, in one transaction. Only the named parameters are taken; `check` may refuse
 * with what it finds in the database.
 */
export async function change<Row, Payload>(
  call: BridgeCall,
  operation: WriteOperation<Row>,
  parameters: readonly string[],
  present: (row: Row, tx: Transaction) => Payload | Promise<Payload>,
  check?: (tx: Transaction) => Promise<void>,
): Promise<Payload> {
  const taken = Object.fromEntries(parameters.map((name) => [name, call.input[name]]));
  const input = readInput(operation.input, taken);
  return call.database.transaction(async (tx) => {
    await check?.(tx);
    return present(await operation.run(tx, restCall(call, input)), tx);
  });
}
