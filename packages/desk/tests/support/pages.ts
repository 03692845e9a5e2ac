// What tests ask of any page: to go elsewhere, and whether it can be used by everybody.
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Goes to another address of the desk without loading it anew. */
export async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}

/** Chooses a theme, null for the system's, and waits until no colour is on its way to another one. */
async function showTheme(page: Page, theme: 'light' | 'dark' | null): Promise<void> {
  await page.evaluate(async (chosen) => {
    if (chosen === null) delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = chosen;
    await new Promise(requestAnimationFrame);
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  }, theme);
}

/** What axe finds, a line each; with `rules` it looks at those alone. */
async function axeFindings(page: Page, rules: readonly string[] | null = null): Promise<string[]> {
  // Reading it takes as long as judging a page does.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async (only) => {
    const { axe: judge } = window as unknown as { axe: typeof axe };
    const runOnly = only === null ? {} : { runOnly: { type: 'rule' as const, values: [...only] } };
    return (await judge.run(document, { resultTypes: ['violations'], ...runOnly })).violations;
  }, rules);
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ target }) => target.join(' '))
        .slice(0, 3)
        .join(', ')}`,
  );
}

/** Fails with what axe finds in the page, in either theme. What the themes differ in is looked at in both. */
export async function expectUsable(page: Page, where = page.url()): Promise<void> {
  await showTheme(page, 'light');
  expect(await axeFindings(page), `${where}, light`).toEqual([]);
  await showTheme(page, 'dark');
  expect(await axeFindings(page, ['color-contrast']), `${where}, dark`).toEqual([]);
  await showTheme(page, null);
}
