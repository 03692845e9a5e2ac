// A workflow's configuration between the form and its JSON.
import { describe, expect, test } from 'vitest';
import {
  addFilter,
  type Configuration,
  changeFilter,
  changeTargets,
  filtersOf,
  moveFilter,
  readConfiguration,
  removeFilter,
  setDefaultQueue,
} from './configuration.ts';

const read = (value: unknown) => readConfiguration(JSON.stringify(value)) as Configuration;

const configuration = read({
  task_routing: {
    filters: [
      {
        friendly_name: 'German',
        expression: `lang == 'de'`,
        targets: [{ queue: 'WQ1', later: true }],
        mine: 1,
      },
      { filter_friendly_name: 'VIP', expression: 'vip == true', targets: [{ queue: 'WQ2' }] },
    ],
    default_filter: { queue: 'WQ0', note: 'x' },
  },
});

describe('a configuration', () => {
  test('is a form only when its parts are what the form expects', () => {
    expect(readConfiguration('{"task_routing":')).toBeNull();
    expect(readConfiguration('[]')).toBeNull();
    expect(readConfiguration('{"task_routing":{"filters":{}}}')).toBeNull();
    expect(readConfiguration('{"task_routing":{"filters":[{"targets":[1]}]}}')).toBeNull();
    expect(filtersOf(read({ default_filter: { queue: 'WQ1' } }))).toEqual([]);
  });

  test('keeps what the form does not know', () => {
    const renamed = changeFilter(configuration, 0, { filter_friendly_name: 'Deutsch' });
    expect(filtersOf(renamed)[0]).toEqual({
      filter_friendly_name: 'Deutsch',
      expression: `lang == 'de'`,
      targets: [{ queue: 'WQ1', later: true }],
      mine: 1,
    });
    expect(setDefaultQueue(configuration, 'WQ9').task_routing.default_filter).toEqual({
      queue: 'WQ9',
      note: 'x',
    });
    expect(setDefaultQueue(configuration, '').task_routing.default_filter).toBeUndefined();
  });

  test('steps lose what was emptied, and numbers are numbers', () => {
    const changed = changeTargets(configuration, 1, (targets) => [
      { ...targets[0], timeout: '30', priority: '', expression: 'worker.level > 2' },
      { queue: '', timeout: '' },
    ]);
    expect(filtersOf(changed)[1]?.targets).toEqual([
      { queue: 'WQ2', timeout: 30, expression: 'worker.level > 2' },
      {},
    ]);
  });

  test('filters are added at the end, moved among each other and removed', () => {
    const names = (of: Configuration) => filtersOf(of).map((filter) => filter.expression);
    expect(names(addFilter(configuration, 'WQ1'))).toEqual([`lang == 'de'`, 'vip == true', '']);
    expect(names(moveFilter(configuration, 1, -1))).toEqual(['vip == true', `lang == 'de'`]);
    expect(moveFilter(configuration, 0, -1)).toBe(configuration);
    expect(names(removeFilter(configuration, 0))).toEqual(['vip == true']);
  });
});
