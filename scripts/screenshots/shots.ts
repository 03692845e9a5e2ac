// Which pages are pictured, as whom, and what is done before.
import type { Page } from 'playwright-core';

/** One picture, taken in both themes and both widths. */
export interface Shot {
  readonly name: string;
  /** The login of the demo, or nobody. */
  readonly as: 'anna' | 'sam' | 'ada' | null;
  readonly path: string;
  /** Brings the page into the state that is pictured. */
  readonly prepare?: (page: Page) => Promise<void>;
  /** Copied to the documentation under this name, in the light theme and the wide window. */
  readonly image?: string;
}

const firstTask = async (page: Page) => {
  await page.getByRole('link', { name: 'Jane Whitcombe' }).click();
  await page.getByText('Do you also have the red bell').last().waitFor();
  // A phone opens it over the conversation, and is pictured without.
  if ((page.viewportSize()?.width ?? 0) > 760) {
    await page.getByRole('heading', { name: 'Earlier conversations' }).waitFor();
  }
};

const watchJane = async (page: Page) => {
  await page.getByRole('link', { name: 'Anna' }).click();
  await page.getByRole('link', { name: 'Watch: Jane Whitcombe' }).click();
  await page.getByText('Do you also have the red bell').last().waitFor();
};

const openWorkshop = async (page: Page) => {
  await page.getByRole('link', { name: 'Workshop' }).first().click();
  await page.getByText('Priya Nair').first().waitFor();
};

const ADMIN_SECTIONS =
  'start numbers flows templates consents workers queues workflows activities users canned plugins keys webhooks deliveries reconciler system'.split(
    ' ',
  );

/** Every page of the desk. */
export const SHOTS: readonly Shot[] = [
  { name: 'sign-in', as: null, path: '/' },
  { name: 'tasks', as: 'anna', path: '/' },
  { name: 'conversation', as: 'anna', path: '/', prepare: firstTask, image: 'desk.png' },
  { name: 'new-message', as: 'anna', path: '/new?to=%2B14155550161&name=Mateo' },
  { name: 'queues', as: 'sam', path: '/queues', image: 'queues.png' },
  { name: 'team', as: 'sam', path: '/team' },
  { name: 'watch', as: 'sam', path: '/team', prepare: watchJane },
  { name: 'queue', as: 'sam', path: '/queues', prepare: openWorkshop },
  { name: 'history', as: 'sam', path: '/history' },
  ...ADMIN_SECTIONS.map((section) => ({
    name: `admin-${section}`,
    as: 'ada' as const,
    path: `/admin/${section}`,
  })),
  { name: 'handset', as: null, path: '/handset', image: 'handset.png' },
];
