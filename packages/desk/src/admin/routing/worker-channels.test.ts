// Capacities in a worker's form.
import { expect, test } from 'vitest';
import { channelChanges } from './worker-channels.ts';

test('only the channels that were touched are changed', () => {
  const values = { FriendlyName: 'Anna Smith', 'takes WC1': false, 'capacity WC1': '3', 'capacity WC2': '0' };
  expect([...channelChanges(values)]).toEqual([
    ['WC1', { Available: false, Capacity: '3' }],
    ['WC2', { Capacity: '0' }],
  ]);
});
