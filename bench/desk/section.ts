// The section of docs/performance.md on the desk.
import { type Facts, factsList } from '../document.ts';
import { number, whole } from '../table.ts';
import type { DeskResults } from './measure-desk.ts';
import { CONVERSATIONS, MESSAGES } from './plan.ts';
import { deskGoalsTable, framesTable } from './results.ts';

/** The section. */
export function deskSection(results: DeskResults, facts: Facts): string {
  const { rounds } = results.options;
  return `## The desk

### What is measured

The built desk in Chromium without a screen, signed in at a server on SQLite; browser, server and measurement share the
cores. *Working* is when the desk shows the activity TaskRouter reports over its live connection, with nothing in the
browser's cache; ${rounds} loads. A conversation of ${whole(MESSAGES)} messages is read to its beginning and scrolled with the wheel,
and ${CONVERSATIONS} open conversations get a message each at the same time; ${rounds} rounds, every frame measured in the page.

### Result

Loads took ${results.interactive.map((time) => number(time)).join(', ')} ms.

${framesTable(results)}

${deskGoalsTable(results)}

### The machine

${factsList(facts)}`;
}
