// What the desk tells an agent by the desktop and by sound: recorded on its way to the browser's own.
import type { Page } from 'playwright-core';

/** What was told since it was last forgotten. */
interface Told {
  /** Notifications the browser was given. */
  readonly notices: readonly { readonly title: string; readonly body: string }[];
  /** Hertz of the notes that were begun, and of those that were played to their end. */
  readonly begun: readonly number[];
  readonly played: readonly number[];
}

interface Recording {
  notices: Notification[];
  begun: number[];
  played: number[];
}

type Recorded = Window & { recording: Recording };

/** Runs in the page before anything else. Everything still reaches the browser. */
function record(): void {
  const recording: Recording = { notices: [], begun: [], played: [] };
  Object.assign(window, { recording });
  window.Notification = class extends Notification {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options);
      (window as unknown as Recorded).recording.notices.push(this);
    }
  };
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (...when) {
    const hertz = Math.round(this.frequency.value);
    const { recording: now } = window as unknown as Recorded;
    now.begun.push(hertz);
    this.addEventListener('ended', () => now.played.push(hertz));
    return start.apply(this, when);
  };
}

/** The alerts of a page, and whether anybody looks at it. */
export interface Alerts {
  told(): Promise<Told>;
  forget(): Promise<void>;
  /** Presses the newest notification. */
  pressNotice(): Promise<void>;
  /** Another window comes to the front. */
  lookAway(): Promise<void>;
  lookBack(): Promise<void>;
}

/** Follows the alerts of a page, which is loaded anew for it. */
export async function followAlerts(page: Page): Promise<Alerts> {
  await page.addInitScript(record);
  await page.reload();
  const devtools = await page.context().newCDPSession(page);
  const other = await page.context().newPage();
  await page.bringToFront();
  // Otherwise every page of a test believes that it is looked at.
  const believe = (enabled: boolean) => devtools.send('Emulation.setFocusEmulationEnabled', { enabled });
  return {
    told: () =>
      page.evaluate(() => {
        const { notices, begun, played } = (window as unknown as Recorded).recording;
        return { notices: notices.map(({ title, body }) => ({ title, body })), begun, played };
      }),
    forget: () =>
      page.evaluate(() => {
        (window as unknown as Recorded).recording = { notices: [], begun: [], played: [] };
      }),
    pressNotice: () =>
      page.evaluate(() => {
        (window as unknown as Recorded).recording.notices.at(-1)!.dispatchEvent(new Event('click'));
      }),
    async lookAway() {
      await believe(false);
      await other.bringToFront();
      await page.waitForFunction(() => !document.hasFocus());
    },
    async lookBack() {
      await page.bringToFront();
      await believe(true);
      await page.waitForFunction(() => document.hasFocus());
    },
  };
}
