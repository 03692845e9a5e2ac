// What is sought in the history, and how it stands in the page's address, so that a search can be shared.

/** Empty texts mean all. */
export interface HistoryFilters {
  readonly query: string;
  readonly customer: string;
  /** SID of a worker. */
  readonly agent: string;
  readonly channel: string;
  /** Days, `2026-01-31`. */
  readonly from: string;
  readonly to: string;
}

export const NOTHING_SOUGHT: HistoryFilters = {
  query: '',
  customer: '',
  agent: '',
  channel: '',
  from: '',
  to: '',
};

const NAMES = {
  query: 'q',
  customer: 'customer',
  agent: 'agent',
  channel: 'channel',
  from: 'from',
  to: 'to',
} as const satisfies Record<keyof HistoryFilters, string>;
const KEYS = Object.keys(NAMES) as (keyof HistoryFilters)[];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The filters an address names; a day that is none is left out. */
export function filtersOf(search: string): HistoryFilters {
  const parameters = new URLSearchParams(search);
  const named = Object.fromEntries(KEYS.map((key) => [key, parameters.get(NAMES[key])?.trim() ?? '']));
  const { from = '', to = '' } = named;
  return {
    ...NOTHING_SOUGHT,
    ...named,
    from: DAY.test(from) ? from : '',
    to: DAY.test(to) ? to : '',
  };
}

/** The part of an address behind the `?`; empty where nothing is sought. */
export function searchOf(filters: HistoryFilters): string {
  const said = KEYS.filter((key) => filters[key].trim() !== '');
  return new URLSearchParams(said.map((key) => [NAMES[key], filters[key].trim()])).toString();
}

/** The moment a day begins or ends here, as the API takes it. */
function momentOf(day: string, isEnd: boolean): string | null {
  if (!DAY.test(day)) return null;
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const moment = isEnd ? new Date(year, month - 1, date + 1, 0, 0, 0, -1) : new Date(year, month - 1, date);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

/** The parameters of the search; days are those of this browser's time zone. */
export function parametersOf(filters: HistoryFilters): Record<string, string | null> {
  const said = (text: string) => text.trim() || null;
  return {
    Query: said(filters.query),
    Customer: said(filters.customer),
    Agent: said(filters.agent),
    Channel: said(filters.channel),
    StartDate: momentOf(filters.from, false),
    EndDate: momentOf(filters.to, true),
  };
}
