// Keyboard shortcuts: parts of the page say what they have while they are there; the sheet on `?` lists it.
import { useEffect, useRef, useSyncExternalStore } from 'react';

/** A shortcut of the part of the page that is shown. */
export interface Shortcut {
  /** As `KeyboardEvent.key` says it; with `mod+` for Ctrl or ⌘, `alt+`, `shift+` in front. */
  readonly keys: string;
  /** What it does, for the sheet. */
  readonly label: string;
  readonly run: () => void;
  /** Also while the agent writes. */
  readonly isGlobal?: boolean;
}

let groups: readonly (readonly Shortcut[])[] = [];
const listeners = new Set<() => void>();

function change(next: typeof groups): void {
  groups = next;
  for (const listener of listeners) listener();
}

function isWriting(target: EventTarget | null): boolean {
  const element = target instanceof HTMLElement ? target : null;
  return element?.closest('input, textarea, select, [contenteditable="true"], [role="menu"]') != null;
}

function nameOf(event: KeyboardEvent): string {
  const modifiers = [
    (event.ctrlKey || event.metaKey) && 'mod',
    event.altKey && 'alt',
    event.shiftKey && event.key.length > 1 && 'shift',
  ];
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return [...modifiers.filter(Boolean), key].join('+');
}

/** Runs the shortcut of a key press; the part of the page that came last is asked first. */
export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const name = nameOf(event);
  const writing = isWriting(event.target);
  for (const group of groups.toReversed()) {
    const found = group.find(({ keys, isGlobal }) => keys === name && (!writing || isGlobal));
    if (found === undefined) continue;
    event.preventDefault();
    found.run();
    return;
  }
}

/** Offers shortcuts while the calling part of the page is shown. `run` is always the newest one. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const newest = useRef(shortcuts);
  newest.current = shortcuts;
  const names = shortcuts.map(({ keys, label }) => `${keys} ${label}`).join('\n');
  // What is offered changes with the names alone; what they do is always the newest.
  useEffect(() => {
    const offered = newest.current.map((shortcut) => ({
      ...shortcut,
      run: () => newest.current.find(({ keys }) => keys === shortcut.keys)?.run(),
    }));
    change([...groups, offered]);
    return () => change(groups.filter((group) => group !== offered));
  }, [names]);
}

/** What is offered at this moment, for the sheet. */
export function useOfferedShortcuts(): readonly (readonly Shortcut[])[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => groups,
  );
}
