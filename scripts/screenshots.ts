// Takes a picture of every page in both themes, on a phone and on a wide screen, into `screenshots/`; a few of them are
// the documentation's. `npm run screenshots -- conversation queues` takes only those.
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../packages/server/tests/support/browser.ts';
import { type ContactCentre, openContactCentre } from './screenshots/contact-centre.ts';
import { playMorning } from './screenshots/scenario.ts';
import { SHOTS, type Shot } from './screenshots/shots.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'screenshots');
const images = join(root, 'docs/images');
const WIDTHS = [
  [1440, 900],
  [390, 844],
] as const;
const THEMES = ['light', 'dark'] as const;

/** The time zone in which it is ten in the morning: what is pictured is a morning. */
function whereItIsMorning(now: Date): string {
  const east = ((10 - now.getUTCHours() + 36) % 24) - 12;
  // The names of these zones count westward.
  return `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`;
}

async function signIn(page: Page, { facts }: ContactCentre, name: string): Promise<void> {
  const login = facts.logins.find((candidate) => candidate.login.startsWith(name));
  if (login === undefined) throw new Error(`The demo has no ${name}`);
  await page.getByLabel('Login').fill(login.login);
  await page.getByLabel('Password', { exact: true }).fill(login.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Areas' }).waitFor();
}

async function take(browser: Browser, centre: ContactCentre, shots: readonly Shot[]): Promise<void> {
  for (const colorScheme of THEMES) {
    for (const [width, height] of WIDTHS) {
      for (const as of new Set(shots.map((shot) => shot.as))) {
        const context = await browser.newContext({
          viewport: { width, height },
          colorScheme,
          timezoneId: whereItIsMorning(new Date()),
          reducedMotion: 'reduce',
          isMobile: width < 600,
          hasTouch: width < 600,
        });
        const page = await context.newPage();
        await page.goto(centre.facts.baseUrl);
        if (as !== null) await signIn(page, centre, as);
        for (const shot of shots.filter((candidate) => candidate.as === as)) {
          await page.goto(`${centre.facts.baseUrl}${shot.path}`);
          await page.waitForLoadState('networkidle').catch(() => {});
          await shot.prepare?.(page);
          await page.waitForTimeout(400);
          const file = join(folder, `${shot.name}-${colorScheme}-${width}.png`);
          await page.screenshot({ path: file });
          if (shot.image !== undefined && colorScheme === 'light' && width === 1440) {
            await copyFile(file, join(images, shot.image));
          }
        }
        await context.close();
      }
    }
  }
}

const wanted = process.argv.slice(2);
const shots = SHOTS.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.startsWith(part)));
await mkdir(folder, { recursive: true });
await mkdir(images, { recursive: true });
const centre = await openContactCentre();
const browser = await launchBrowser();
try {
  await playMorning(centre);
  await take(browser, centre, shots);
  console.log(`${shots.length * THEMES.length * WIDTHS.length} pictures are in ${folder}`);
} finally {
  await browser.close();
  await centre.close();
}
