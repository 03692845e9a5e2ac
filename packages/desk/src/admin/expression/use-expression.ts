// What the server says of an expression while it is written, and the names there are to write.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { readPage } from '#desk/rest/pages.ts';
import { post, RequestError } from '#desk/rest/request.ts';
import { useAll } from '../parts/lists.ts';
import { attributeNames, type ExpressionKind, type Vocabulary } from './completions.ts';
import type { Problem } from './marks.ts';

/** Long enough that not every key press asks. */
const PAUSE_MS = 220;

interface Lint {
  readonly expression: string;
  readonly valid: boolean;
  readonly problems: readonly Problem[];
}

/** A value that has stopped changing. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** Mistakes and doubts; undefined until the server has looked at this text. */
export function useLint(workspace: string | null, kind: ExpressionKind, text: string): Lint | undefined {
  const settled = useSettled(text);
  const { data } = useQuery({
    queryKey: ['lint', workspace, kind, settled],
    queryFn: () => post<Lint>(`${workspace}/Expressions/Lint`, { Expression: settled, Kind: kind }),
    enabled: workspace !== null && settled.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return data?.expression === text ? data : undefined;
}

interface MatchedWorker {
  readonly sid: string;
  readonly friendly_name: string;
}

/** Which workers an expression of a queue takes at this moment; undefined while it is not known. */
export function useMatches(workspace: string | null, expression: string, isWanted: boolean) {
  const settled = useSettled(expression);
  const { data } = useQuery({
    queryKey: ['lint', workspace, 'matches', settled],
    queryFn: ({ signal }) =>
      readPage<MatchedWorker>(
        `${workspace}/Workers`,
        { TargetWorkersExpression: settled, PageSize: 100 },
        signal,
      ).catch((error: unknown) => {
        if (error instanceof RequestError && error.status === 400) return null;
        throw error;
      }),
    enabled: isWanted && workspace !== null && settled.trim() !== '',
    placeholderData: keepPreviousData,
  });
  return data?.items;
}

/** The names of attributes that workers and tasks of the workspace have. */
export function useVocabulary(workspace: string | null): Vocabulary {
  const isWanted = workspace !== null;
  const workers = useAll<{ attributes: string }>({ path: `${workspace}/Workers`, isWanted });
  const tasks = useQuery({
    queryKey: ['admin', `${workspace}/Tasks`, 'newest'],
    queryFn: ({ signal }) =>
      readPage<{ attributes: string }>(
        `${workspace}/Tasks`,
        { PageSize: 50, Ordering: 'DateCreated:desc' },
        signal,
      ),
    enabled: isWanted,
  });
  return useMemo(
    () => ({
      workerNames: attributeNames((workers.data ?? []).map(({ attributes }) => attributes)),
      taskNames: attributeNames((tasks.data?.items ?? []).map(({ attributes }) => attributes)),
    }),
    [workers.data, tasks.data],
  );
}
