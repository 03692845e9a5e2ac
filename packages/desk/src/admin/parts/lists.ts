// Lists of the API as sections show them: page by page, or whole where people made them by hand.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type Page, readAll, readPage } from '#desk/rest/pages.ts';
import { queries } from '#desk/rest/queries.ts';
import { get, type Parameters } from '#desk/rest/request.ts';
import { useDesk } from '#desk/state/store.ts';

/** Which list, and what of it. */
export interface ListRequest {
  readonly path: string;
  readonly parameters?: Parameters;
  /** The name of the rows in answers of the 2010 API. */
  readonly rowsKey?: string;
  /** Read again this often, in milliseconds. */
  readonly every?: number | false;
  readonly isWanted?: boolean;
}

const PAGE_SIZE = 50;

/** The 2010 API names its next page without the prefix of the product. */
function reachable(path: string): string {
  return path.startsWith('/2010-04-01/') ? `/api${path}` : path;
}

/** A list by pages; `more` reads the next one. */
export function useList<Row>({
  path,
  parameters = {},
  rowsKey,
  every = false,
  isWanted = true,
}: ListRequest) {
  const query = useInfiniteQuery({
    queryKey: ['admin', path, parameters, 'pages'],
    queryFn: ({ pageParam, signal }): Promise<Page<Row>> =>
      pageParam === null
        ? readPage<Row>(path, { PageSize: PAGE_SIZE, ...parameters }, signal, rowsKey)
        : readPage<Row>(reachable(pageParam), {}, signal, rowsKey),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Row>) => last.next,
    refetchInterval: every,
    enabled: isWanted,
  });
  return {
    rows: query.data?.pages.flatMap(({ items }) => items),
    error: query.error,
    more: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    isLoadingMore: query.isFetchingNextPage,
    retry: () => void query.refetch(),
  };
}

/** A whole list, for choices and counts. */
export function useAll<Row>({ path, parameters = {}, rowsKey, isWanted = true }: ListRequest) {
  return useQuery({
    queryKey: ['admin', path, parameters, 'all'],
    queryFn: ({ signal }) =>
      readAll<Row>(path, parameters, signal, rowsKey === undefined ? {} : { key: rowsKey }),
    enabled: isWanted,
  });
}

/** One thing. */
export function useOne<T>(path: string, { every = false, isWanted = true }: Partial<ListRequest> = {}) {
  return useQuery({
    queryKey: ['admin', path, 'one'],
    queryFn: ({ signal }) => get<T>(path, {}, signal),
    refetchInterval: every,
    enabled: isWanted,
  });
}

/** Everything the admin area has read is read anew: one change shows in many places. */
export function readAnew(): Promise<void> {
  return queries.invalidateQueries({ queryKey: ['admin'] });
}

/** Where the account's resources of the 2010 API are. */
export function useAccountPath(): string {
  const accountSid = useDesk((state) => state.session.user?.accountSid ?? '');
  return `/api/2010-04-01/Accounts/${accountSid}`;
}

/** Where the resources of the routing are: the workspace of whoever is signed in, else the account's first. */
export function useWorkspacePath(): string | null {
  const own = useDesk((state) => state.session.user?.workspaceSid ?? null);
  const { data } = useAll<{ sid: string }>({ path: '/taskrouter/v1/Workspaces', isWanted: own === null });
  const sid = own ?? data?.[0]?.sid ?? null;
  return sid === null ? null : `/taskrouter/v1/Workspaces/${sid}`;
}
