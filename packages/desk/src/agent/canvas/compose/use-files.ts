// Files chosen for a message and not sent yet. They stay with their conversation while others are looked at.
import { useState } from 'react';
import { notify } from '#desk/ui/Toasts.tsx';
import { checkFiles, type FileLimits } from './files.ts';

const chosen = new Map<string, readonly File[]>();

/** What was chosen for this conversation is not needed any more. */
export function forgetFiles(threadSid: string): void {
  chosen.delete(threadSid);
}

interface Files {
  readonly files: readonly File[];
  readonly add: (added: readonly File[]) => void;
  readonly remove: (file: File) => void;
  readonly clear: () => void;
}

/** The files beside the draft of a conversation; what is over a limit is told and left out. */
export function useFiles(threadSid: string, limits: FileLimits): Files {
  const [files, setFiles] = useState(chosen.get(threadSid) ?? []);
  const change = (next: readonly File[]) => {
    if (next.length === 0) chosen.delete(threadSid);
    else chosen.set(threadSid, next);
    setFiles(next);
  };
  return {
    files,
    add(added) {
      const { accepted, refusals } = checkFiles(files, added, limits);
      for (const refusal of refusals) notify(refusal, { tone: 'bad' });
      if (accepted.length > 0) change([...files, ...accepted]);
    },
    remove: (file) => change(files.filter((one) => one !== file)),
    clear: () => change([]),
  };
}
