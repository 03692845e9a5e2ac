// The page on which conversations are begun.
import { useMemo } from 'react';
import { useSearch } from 'wouter';
import { WithQueries } from '#desk/rest/WithQueries.tsx';
import { useDesk } from '#desk/state/store.ts';
import { Composer } from './Composer.tsx';
import { linkedMessage } from './link.ts';

/** `/new`, and `/new?to=…&name=…` for the links of other programs. */
export function OutboundPage(_: { readonly parameters: Readonly<Record<string, string>> }) {
  const search = useSearch();
  const linked = useMemo(() => linkedMessage(search), [search]);
  const identity = useDesk((state) => state.session.user?.identity ?? '');
  return (
    <WithQueries>
      <Composer key={`${identity} ${search}`} identity={identity} linked={linked} />
    </WithQueries>
  );
}
