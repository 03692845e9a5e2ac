// The clock that tests move.
import { describe, expect, it } from 'vitest';
import { manualClock, systemClock } from './clock.ts';

describe('manualClock', () => {
  it('stands still until it is moved', () => {
    const clock = manualClock(1_000);
    expect(clock.now()).toBe(1_000);
    clock.advance(50);
    expect(clock.now()).toBe(1_050);
  });

  it('fires what it passes, in the order of the times, and not a tick before', () => {
    const clock = manualClock(0);
    const fired: number[] = [];
    for (const at of [30, 10, 20]) clock.wakeAt(at, () => fired.push(at));
    clock.advance(9);
    expect(fired).toEqual([]);
    clock.advance(1);
    expect(fired).toEqual([10]);
    clock.advance(100);
    expect(fired).toEqual([10, 20, 30]);
  });

  it('does not fire what was cancelled', () => {
    const clock = manualClock(0);
    const fired: string[] = [];
    const cancel = clock.wakeAt(10, () => fired.push('cancelled'));
    clock.wakeAt(10, () => fired.push('kept'));
    cancel();
    clock.advance(10);
    expect(fired).toEqual(['kept']);
  });
});

describe('systemClock', () => {
  it('wakes at once for a time that has passed', async () => {
    await new Promise<void>((resolve) => systemClock().wakeAt(0, resolve));
  });
});
