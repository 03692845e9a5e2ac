// A workflow's configuration as a form changes it. What the form does not know stays as it is.

/** A step of a filter. */
export interface Target {
  readonly queue?: string;
  readonly expression?: string;
  readonly timeout?: number | string;
  readonly priority?: number | string;
  readonly skip_if?: string;
  readonly order_by?: string;
  readonly known_worker_sid?: string;
  readonly [other: string]: unknown;
}

/** Which tasks, and where they go. */
export interface Filter {
  readonly filter_friendly_name?: string;
  readonly friendly_name?: string;
  readonly expression?: string;
  readonly targets?: readonly Target[];
  readonly [other: string]: unknown;
}

interface Routing {
  readonly filters?: readonly Filter[];
  readonly default_filter?: Target | null;
  readonly [other: string]: unknown;
}

/** A configuration that can be shown as a form. */
export interface Configuration {
  readonly task_routing: Routing;
  readonly [other: string]: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isListOf = (value: unknown, test: (item: unknown) => boolean) =>
  value === undefined || value === null || (Array.isArray(value) && value.every(test));

/** Reads JSON; null for what cannot be shown as a form. Programs may leave out `task_routing`; forms put it there. */
export function readConfiguration(text: string): Configuration | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value)) return null;
  const whole = 'task_routing' in value ? value : { task_routing: value };
  const routing = whole['task_routing'];
  if (!isObject(routing)) return null;
  const isFilter = (filter: unknown) => isObject(filter) && isListOf(filter['targets'], isObject);
  return isListOf(routing['filters'], isFilter) ? (whole as unknown as Configuration) : null;
}

/** JSON people can read. */
export function writeConfiguration(configuration: Configuration): string {
  return JSON.stringify(configuration, null, 2);
}

export const filtersOf = ({ task_routing }: Configuration): readonly Filter[] => task_routing.filters ?? [];

export const defaultQueueOf = ({ task_routing }: Configuration): string =>
  task_routing.default_filter?.queue ?? '';

/** The name people gave a filter, under either of its keys. */
export const filterName = (filter: Filter): string =>
  filter.filter_friendly_name ?? filter.friendly_name ?? '';

function withFilters(configuration: Configuration, filters: readonly Filter[]): Configuration {
  return { ...configuration, task_routing: { ...configuration.task_routing, filters } };
}

/** Leaves out what was emptied, and turns digits into numbers. */
function tidied<T extends Record<string, unknown>>(thing: T): T {
  const kept = Object.entries(thing).filter(([, value]) => value !== '' && value !== undefined);
  const numbers = new Set(['timeout', 'priority']);
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      numbers.has(key) && typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
    ]),
  ) as T;
}

/** A filter with a step to the queue, at the end. */
export function addFilter(configuration: Configuration, queue: string): Configuration {
  const filter: Filter = { filter_friendly_name: '', expression: '', targets: [{ queue }] };
  return withFilters(configuration, [...filtersOf(configuration), filter]);
}

/** Changes one filter. The name has one key, whichever it was under. */
export function changeFilter(configuration: Configuration, index: number, change: Filter): Configuration {
  const filters = filtersOf(configuration).map((filter, place) => {
    if (place !== index) return filter;
    if (change.filter_friendly_name === undefined) return { ...filter, ...change };
    const { friendly_name: _, ...others } = filter;
    return { ...others, ...change };
  });
  return withFilters(configuration, filters);
}

export function removeFilter(configuration: Configuration, index: number): Configuration {
  return withFilters(configuration, filtersOf(configuration).toSpliced(index, 1));
}

/** Swaps a filter with its neighbour; at the ends nothing happens. */
export function moveFilter(configuration: Configuration, index: number, by: -1 | 1): Configuration {
  const filters = filtersOf(configuration);
  const [moved, other] = [filters[index], filters[index + by]];
  if (moved === undefined || other === undefined) return configuration;
  return withFilters(configuration, filters.with(index, other).with(index + by, moved));
}

/** Changes, adds or removes the steps of a filter. */
export function changeTargets(
  configuration: Configuration,
  index: number,
  change: (targets: readonly Target[]) => readonly Target[],
): Configuration {
  const targets = change(filtersOf(configuration)[index]?.targets ?? []);
  return changeFilter(configuration, index, { targets: targets.map(tidied) });
}

/** Where everything else goes; an empty queue takes the default filter away. */
export function setDefaultQueue(configuration: Configuration, queue: string): Configuration {
  const { default_filter: before, ...routing } = configuration.task_routing;
  return {
    ...configuration,
    task_routing: queue === '' ? routing : { ...routing, default_filter: { ...before, queue } },
  };
}

/** What a new workflow starts with. */
export function newConfiguration(queue: string): string {
  return writeConfiguration({ task_routing: { filters: [], default_filter: { queue } } });
}
