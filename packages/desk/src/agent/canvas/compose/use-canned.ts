// Canned responses, read when somebody first asks for one.
import { useEffect, useState } from 'react';
import { readAll } from '#desk/rest/pages.ts';
import type { CannedResponse } from './canned.ts';

const FRESH_MS = 60_000;

let known: { readonly all: readonly CannedResponse[]; readonly at: number } | null = null;

export interface CannedResponses {
  /** Null while they are read. */
  readonly all: readonly CannedResponse[] | null;
  readonly hasFailed: boolean;
}

/** All canned responses while they are wanted. */
export function useCannedResponses(areWanted: boolean): CannedResponses {
  const [all, setAll] = useState(known?.all ?? null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    if (!areWanted) return;
    if (known !== null && Date.now() - known.at < FRESH_MS) {
      setAll(known.all);
      return;
    }
    let isShown = true;
    setFailed(false);
    readAll<CannedResponse>('/desk/v1/CannedResponses')
      .then((read) => {
        known = { all: read, at: Date.now() };
        if (isShown) setAll(read);
      })
      .catch(() => isShown && setFailed(true));
    return () => {
      isShown = false;
    };
  }, [areWanted]);
  return { all, hasFailed };
}
