// The outcomes an agent can choose from: those of the account's Flex configuration, or the usual ones.
import { useEffect, useState } from 'react';
import { get } from '#desk/rest/request.ts';
import { words } from '#desk/words/tasks.ts';

interface Configuration {
  readonly attributes: { readonly parley?: { readonly dispositions?: unknown } } | null;
}

function textsOf(value: unknown): readonly string[] {
  const texts = Array.isArray(value) ? value : [];
  return texts.filter((text): text is string => typeof text === 'string' && text.trim() !== '');
}

interface Dispositions {
  readonly choices: readonly string[];
  readonly status: 'loading' | 'known' | 'failed';
}

const LOADING: Dispositions = { choices: [], status: 'loading' };
let reading: Promise<Dispositions> | null = null;

async function read(): Promise<Dispositions> {
  try {
    const { attributes } = await get<Configuration>('/flex-api/v1/Configuration');
    const own = textsOf(attributes?.parley?.dispositions);
    return { choices: own.length > 0 ? own : words.wrapUp.dispositions, status: 'known' };
  } catch {
    reading = null;
    return { choices: words.wrapUp.dispositions, status: 'failed' };
  }
}

/** The outcomes; read once in a page, and again when that failed. */
export function useDispositions(): Dispositions {
  const [known, setKnown] = useState(LOADING);
  useEffect(() => {
    let isShown = true;
    reading ??= read();
    reading.then((dispositions) => isShown && setKnown(dispositions));
    return () => {
      isShown = false;
    };
  }, []);
  return known;
}
