// The workspace the supervisors' pages are about: that of whoever is signed in, or the account's first one.
import { useQuery } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { createContext, type ReactNode, useContext } from 'react';
import { readPage } from '#desk/rest/pages.ts';
import { WithQueries } from '#desk/rest/WithQueries.tsx';
import { useDesk } from '#desk/state/store.ts';
import { Button } from '#desk/ui/Button.tsx';
import { Empty } from '#desk/ui/Notice.tsx';
import { Waiting } from '#desk/ui/Spinner.tsx';
import { words } from '#desk/words/ui.ts';

const WORKSPACES = '/taskrouter/v1/Workspaces';
const Path = createContext('');

/** The path of the workspace's resources. */
export function useWorkspace(): string {
  return useContext(Path);
}

function FirstWorkspace({ children }: { readonly children: ReactNode }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['workspaces'],
    queryFn: ({ signal }) => readPage<{ sid: string }>(WORKSPACES, { PageSize: 1 }, signal),
  });
  const sid = data?.items[0]?.sid;
  if (sid !== undefined) return <Path value={`${WORKSPACES}/${sid}`}>{children}</Path>;
  if (data === undefined && error === null) return <Waiting label={words.loading} />;
  const retry = <Button onClick={() => void refetch()}>{words.retry}</Button>;
  return (
    <Empty icon={CircleAlert} title={words.failed} actions={retry}>
      <p>{error?.message}</p>
    </Empty>
  );
}

/** Around a supervisor's page. */
export function InWorkspace({ children }: { readonly children: ReactNode }) {
  const sid = useDesk((state) => state.session.user?.workspaceSid ?? null);
  return (
    <WithQueries>
      {sid === null ? (
        <FirstWorkspace>{children}</FirstWorkspace>
      ) : (
        <Path value={`${WORKSPACES}/${sid}`}>{children}</Path>
      )}
    </WithQueries>
  );
}
