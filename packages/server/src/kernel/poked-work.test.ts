// Work that is done when poked: once at a time, and again for what came meanwhile.
import { describe, expect, it } from 'vitest';
import { manualClock } from './clock.ts';
import { PokedWork } from './poked-work.ts';

/** Work that waits at a gate each time, and counts. */
function gatedWork() {
  let open = () => {};
  const runs = { begun: 0, atOnce: 0, most: 0 };
  const work = async () => {
    runs.begun += 1;
    runs.atOnce += 1;
    runs.most = Math.max(runs.most, runs.atOnce);
    await new Promise<void>((resolve) => {
      open = resolve;
    });
    runs.atOnce -= 1;
    return null;
  };
  return { runs, work, open: () => open() };
}

const unexpected = (error: unknown) => {
  throw error;
};

describe('PokedWork', () => {
  it('does nothing before it is started, and what it was poked for then', async () => {
    let done = 0;
    const work = async () => {
      done += 1;
      return null;
    };
    const poked = new PokedWork(manualClock(), work, unexpected);
    poked.poke();
    await poked.idle();
    expect(done).toBe(0);
    poked.start();
    await poked.idle();
    expect(done).toBe(1);
  });

  it('runs once more for any number of pokes while it runs, never twice at once', async () => {
    const { runs, work, open } = gatedWork();
    const poked = new PokedWork(manualClock(), work, unexpected);
    poked.start();
    for (let pokes = 0; pokes < 5; pokes += 1) poked.poke();
    open();
    await new Promise((resolve) => setImmediate(resolve));
    expect(runs.begun).toBe(2);
    open();
    await poked.idle();
    expect(runs).toMatchObject({ begun: 2, most: 1 });
  });

  it('wakes at the time its work named', async () => {
    const clock = manualClock(0);
    const times: number[] = [];
    const poked = new PokedWork(
      clock,
      async () => {
        times.push(clock.now());
        return clock.now() < 100 ? 100 : null;
      },
      unexpected,
    );
    poked.start();
    await poked.idle();
    clock.advance(99);
    await poked.idle();
    expect(times).toEqual([0]);
    clock.advance(1);
    await poked.idle();
    expect(times).toEqual([0, 100]);
  });

  it('tells of a failure and tries again a second later', async () => {
    const clock = manualClock(0);
    const failures: unknown[] = [];
    let tries = 0;
    const poked = new PokedWork(
      clock,
      async () => {
        tries += 1;
        if (tries === 1) throw new Error('no database');
        return null;
      },
      (error) => failures.push(error),
    );
    poked.start();
    await poked.idle();
    expect(failures).toHaveLength(1);
    clock.advance(1_000);
    await poked.idle();
    expect(tries).toBe(2);
  });

  it('does not run again once it is stopped', async () => {
    const { runs, work, open } = gatedWork();
    const poked = new PokedWork(manualClock(), work, unexpected);
    poked.start();
    poked.poke();
    const stopped = poked.stop();
    open();
    await stopped;
    expect(runs.begun).toBe(1);
  });
});
