// The search over everything that was said.
import { useLocation, useSearch } from 'wouter';
import { words as all } from '#desk/words/supervisor.ts';
import { Page } from '../basis/Page.tsx';
import { useSpeakers } from '../basis/who-speaks.ts';
import { Export } from './Export.tsx';
import { FilterForm } from './FilterForm.tsx';
import { Found } from './Found.tsx';
import { filtersOf, type HistoryFilters, searchOf } from './filters.ts';

const words = all.history;

/** The filters are in the address; going back brings the last ones. */
export function HistorySearch() {
  const search = useSearch();
  const [, navigate] = useLocation();
  const filters = filtersOf(search);
  const key = searchOf(filters);
  const speaker = useSpeakers(null);
  const seek = (next: HistoryFilters) => {
    const said = searchOf(next);
    navigate(said === '' ? '/history' : `/history?${said}`);
  };
  return (
    <Page title={words.title} acts={<Export filters={filters} />}>
      <FilterForm key={key} filters={filters} onSearch={seek} />
      <Found filters={filters} speaker={speaker} />
    </Page>
  );
}
