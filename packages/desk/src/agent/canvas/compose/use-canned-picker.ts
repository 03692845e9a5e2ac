// Choosing a canned response with `/` in the message box: the box keeps the focus, arrows move, Enter takes.
import { type KeyboardEvent, type RefObject, useMemo, useState } from 'react';
import { type CannedResponse, fittingResponses, type ShortcutQuery, shortcutAt } from './canned.ts';
import { useCannedResponses } from './use-canned.ts';

interface PickerOptions {
  readonly body: string;
  readonly box: RefObject<HTMLTextAreaElement | null>;
  readonly isOff: boolean;
  readonly onChoose: (response: CannedResponse, start: number, end: number) => void;
}

const MOST = 40;
const NONE: readonly CannedResponse[] = [];

/** The state of the list above the box. */
export function useCannedPicker({ body, box, isOff, onChoose }: PickerOptions) {
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  /** The slash whose list was closed with Escape. */
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const found: ShortcutQuery | null = isOff || caret === null ? null : shortcutAt(body, caret);
  const isOpen = found !== null && found.start !== closedAt;
  const { all, hasFailed } = useCannedResponses(isOpen);
  const query = isOpen ? found.query : null;
  const responses = useMemo(
    () => (query === null || all === null ? NONE : fittingResponses(all, query).slice(0, MOST)),
    [all, query],
  );
  const place = Math.min(active, Math.max(0, responses.length - 1));
  const close = () => setCaret(null);
  const choose = (response: CannedResponse) => {
    if (found === null) return;
    onChoose(response, found.start, found.end);
    close();
    setActive(0);
  };
  return {
    isOpen,
    responses,
    active: place,
    isLoading: all === null,
    hasFailed,
    isEmpty: all?.length === 0,
    close,
    choose,
    /** The words or the caret changed; looked at once they are in the box. */
    onTyped() {
      queueMicrotask(() => {
        const area = box.current;
        const isCaret = area !== null && area.selectionStart === area.selectionEnd;
        setCaret(isCaret ? area.selectionStart : null);
        if (area !== null && closedAt !== null && area.value[closedAt] !== '/') setClosedAt(null);
      });
    },
    /** True when the key was the list's. */
    onKeyDown(event: KeyboardEvent): boolean {
      if (!isOpen || found === null) return false;
      if (event.key === 'Escape') {
        setClosedAt(found.start);
      } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        if (responses.length === 0) return false;
        const step = event.key === 'ArrowDown' ? 1 : -1;
        setActive((place + step + responses.length) % responses.length);
      } else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') {
        const response = responses[place];
        if (response === undefined) return false;
        choose(response);
      } else return false;
      event.preventDefault();
      return true;
    },
  };
}
