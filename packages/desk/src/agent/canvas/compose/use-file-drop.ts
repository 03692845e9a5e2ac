// Files dragged over a conversation: the whole of it is a place to drop them.
import { type DragEvent, type DragEventHandler, useState } from 'react';

interface FileDrop {
  /** Files are over the place at this moment. */
  readonly isDropping: boolean;
  readonly handlers: {
    readonly onDragOver: DragEventHandler;
    readonly onDragLeave: DragEventHandler;
    readonly onDrop: DragEventHandler;
  };
}

const bringsFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files');

/** Makes an element a place to drop files on. */
export function useFileDrop(take: (files: readonly File[]) => void): FileDrop {
  const [isDropping, setDropping] = useState(false);
  return {
    isDropping,
    handlers: {
      onDragOver(event) {
        if (!bringsFiles(event)) return;
        event.preventDefault();
        setDropping(true);
      },
      onDragLeave(event) {
        // Going from one part of the place to another leaves the first.
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false);
      },
      onDrop(event) {
        setDropping(false);
        if (!bringsFiles(event)) return;
        event.preventDefault();
        take([...event.dataTransfer.files]);
      },
    },
  };
}
