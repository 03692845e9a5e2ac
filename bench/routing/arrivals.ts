// Load that does not wait for answers: things arrive at random, so many a second on average.
import { setTimeout as sleep } from 'node:timers/promises';
import { machineTime } from './client.ts';

/**
 * Calls `send` at random instants (a Poisson process) for some seconds; resolves when every call has been
 * answered. Rejects with the first failure.
 */
export async function arrive(
  perSecond: number,
  seconds: number,
  random: () => number,
  send: () => Promise<void>,
): Promise<void> {
  const end = machineTime() + seconds * 1_000;
  const sent: Promise<void>[] = [];
  let failure: unknown;
  let at = machineTime();
  for (;;) {
    at += (-Math.log(1 - random()) * 1_000) / perSecond;
    if (at >= end || failure !== undefined) break;
    const wait = at - machineTime();
    if (wait > 0) await sleep(wait);
    sent.push(
      send().catch((error: unknown) => {
        failure ??= error;
      }),
    );
  }
  await Promise.all(sent);
  if (failure !== undefined) throw failure;
}
