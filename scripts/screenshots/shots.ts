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
  await page.getByText('Jane Whitcombe').first().click();
  await page.getByText('Do you also have the red bell').last().waitFor();
};

const ADMIN_SECTIONS = [
  'start',
  'numbers',
  'flows',
  'workers',
  'queues',
  'workflows',
  'activities',
  'templates',
  'canned-responses',
  'users',
  'keys',
  'webhooks',
  'opt-outs',
  'reconciler',
  'plugins',
  'system',
] as const;

/** Every page of the desk. */
export const SHOTS: readonly Shot[] = [
  { name: 'sign-in', as: null, path: '/' },
  { name: 'tasks', as: 'anna', path: '/' },
  { name: 'conversation', as: 'anna', path: '/', prepare: firstTask, image: 'desk.png' },
  { name: 'new-message', as: 'anna', path: '/new?to=%2B14155550161&name=Mateo' },
  { name: 'queues', as: 'sam', path: '/queues', image: 'queues.png' },
  { name: 'team', as: 'sam', path: '/team' },
  { name: 'history', as: 'sam', path: '/history' },
  ...ADMIN_SECTIONS.map((section) => ({
    name: `admin-${section}`,
    as: 'ada' as const,
    path: `/admin/${section}`,
  })),
  { name: 'handset', as: null, path: '/handset', image: 'handset.png' },
];
