// Moving through the list by keyboard: one row is reached by Tab, arrow keys and J K lead to the others.
import type { KeyboardEvent, RefObject } from 'react';
import { useShortcuts } from '#desk/app/shortcuts.ts';
import { words } from '#desk/words/tasks.ts';
import { selectTask } from '../selection.ts';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function rowsOf(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[data-task]') ?? [])];
}

/** Moves the focus; from outside of the list it goes to the row of the selected task. */
function moveFocus(list: HTMLElement | null, step: number): void {
  const rows = rowsOf(list);
  const focused = rows.indexOf(document.activeElement as HTMLElement);
  const start = rows.findIndex((row) => row.ariaCurrent === 'true');
  const next = focused === -1 ? Math.max(start, 0) : focused + step;
  rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
}

/** Selects the task after or before the selected one. */
function selectNeighbour(sids: readonly string[], selected: string | null, step: number): void {
  const place = selected === null ? -1 : sids.indexOf(selected);
  const next = place === -1 ? (step > 0 ? 0 : sids.length - 1) : place + step;
  const sid = sids[next];
  if (sid !== undefined) selectTask(sid);
}

/** The keys of the list; returns what it does with a key pressed inside of it. */
export function useListKeys(
  list: RefObject<HTMLElement | null>,
  sids: readonly string[],
  selected: string | null,
): (event: KeyboardEvent) => void {
  useShortcuts([
    { keys: 'j', label: words.list.move, run: () => moveFocus(list.current, 1) },
    { keys: 'k', label: words.list.moveUp, run: () => moveFocus(list.current, -1) },
    {
      keys: 'alt+ArrowDown',
      label: words.list.next,
      isGlobal: true,
      run: () => selectNeighbour(sids, selected, 1),
    },
    {
      keys: 'alt+ArrowUp',
      label: words.list.previous,
      isGlobal: true,
      run: () => selectNeighbour(sids, selected, -1),
    },
  ]);
  return (event) => {
    const rows = rowsOf(list.current);
    if (!rows.includes(event.target as HTMLElement) || event.altKey) return;
    const step = STEPS[event.key];
    if (step !== undefined) moveFocus(list.current, step);
    else if (event.key === 'Home') rows[0]?.focus();
    else if (event.key === 'End') rows.at(-1)?.focus();
    else return;
    event.preventDefault();
  };
}
