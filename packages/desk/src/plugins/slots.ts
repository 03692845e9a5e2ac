// Places in the page that plugins add to, replace or empty, named as in Flex UI.
import { type ReactElement, useSyncExternalStore } from 'react';

/** When and where an addition is shown. */
export interface ContentOptions {
  /** Lower comes first; the desk's own content is at 0, what has no number comes after it. */
  readonly sortOrder?: number;
  /** `start` puts it before the desk's own content. */
  readonly align?: 'start' | 'end';
  /** Shown only where this says so of the slot's properties. */
  readonly if?: (props: Readonly<Record<string, unknown>>) => boolean;
}

/** Something a plugin added. */
export interface Addition {
  readonly key: string;
  readonly element: ReactElement;
  readonly options: ContentOptions;
}

/** What plugins have done to a slot. */
export interface SlotContent {
  readonly additions: readonly Addition[];
  readonly replacements: readonly Addition[];
  readonly isEmptied: boolean;
}

const UNTOUCHED: SlotContent = { additions: [], replacements: [], isEmptied: false };
const slots = new Map<string, SlotContent>();
const listeners = new Set<() => void>();

function change(name: string, change: (content: SlotContent) => SlotContent): void {
  slots.set(name, change(slots.get(name) ?? UNTOUCHED));
  for (const listener of listeners) listener();
}

function additionOf(element: ReactElement, options: ContentOptions): Addition {
  if (element?.key == null) throw new Error('An element for a slot needs a key');
  return { key: String(element.key), element, options };
}

function withAddition(others: readonly Addition[], addition: Addition): Addition[] {
  return [...others.filter(({ key }) => key !== addition.key), addition];
}

/** What plugins get to change a slot with: `Flex.<Slot>.Content`. */
export interface SlotHandle {
  add(element: ReactElement, options?: ContentOptions): void;
  replace(element: ReactElement, options?: ContentOptions): void;
  /** Takes an addition away by its key; the key `*` stands for the desk's own content. */
  remove(key: string): void;
}

/** The handle of a slot. */
export function slotHandle(name: string): SlotHandle {
  return {
    add: (element, options = {}) =>
      change(name, (content) => ({
        ...content,
        additions: withAddition(content.additions, additionOf(element, options)),
      })),
    replace: (element, options = {}) =>
      change(name, (content) => ({
        ...content,
        replacements: withAddition(content.replacements, additionOf(element, options)),
      })),
    remove: (key) =>
      change(name, (content) =>
        key === '*'
          ? { ...content, isEmptied: true }
          : {
              ...content,
              additions: content.additions.filter((addition) => addition.key !== key),
              replacements: content.replacements.filter((addition) => addition.key !== key),
            },
      ),
  };
}

/** What plugins have done to a slot, read anew when one does more. */
export function useSlot(name: string): SlotContent {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => slots.get(name) ?? UNTOUCHED,
  );
}
