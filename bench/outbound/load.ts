// Load of a fixed width: so many things are under way at any time, each followed by the next.
import { percentileOf } from '../statistics.ts';

/** What a cell came to. */
export interface Load {
  readonly done: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Does things for some seconds, so many at a time, and finishes what is under way. */
export async function keepUnderWay(
  underWay: number,
  seconds: number,
  act: (lane: number) => Promise<void>,
): Promise<Load> {
  const times: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1_000;
  const lane = async (number: number) => {
    for (let at = performance.now(); at < end; at = performance.now()) {
      await act(number);
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: underWay }, (_, number) => lane(number)));
  return {
    done: times.length,
    seconds: (performance.now() - began) / 1_000,
    p50Ms: percentileOf(times, 0.5),
    p99Ms: percentileOf(times, 0.99),
  };
}
