// Frames of a page while something happens in it, measured by the page's own clock.
import type { Page } from 'playwright-core';

/** The frames of one round. */
export interface Frames {
  /** Milliseconds from one frame to the next, the longest of the round. */
  readonly longest: number;
  /** Frames that took longer than the goal. */
  readonly over: number;
  readonly count: number;
}

/** Longest a frame may take, in milliseconds. */
export const LONGEST_FRAME_MS = 50;

interface Measuring {
  endFrames(): number[];
}

/** Measures every frame from now until `work` is done. */
export async function framesOf(page: Page, work: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    let isRunning = true;
    const look = (now: number) => {
      frames.push(now - last);
      last = now;
      if (isRunning) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    Object.assign(window, {
      endFrames: () => {
        isRunning = false;
        // The first ones began before anything happened.
        return frames.slice(2);
      },
    });
  });
  await work();
  const frames = await page.evaluate(() => (window as unknown as Measuring).endFrames());
  return {
    longest: Math.max(0, ...frames),
    over: frames.filter((frame) => frame > LONGEST_FRAME_MS).length,
    count: frames.length,
  };
}
