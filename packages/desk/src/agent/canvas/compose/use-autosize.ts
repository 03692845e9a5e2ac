// A message box as high as its words.
import { useLayoutEffect } from 'react';

/** Grows with its words up to what the style sheet allows. */
export function useAutosize(text: string, box: { readonly current: HTMLTextAreaElement | null }): void {
  useLayoutEffect(() => {
    const area = box.current;
    if (area === null) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 2}px`;
  }, [text, box]);
}
