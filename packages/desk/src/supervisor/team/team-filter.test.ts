import { expect, test } from 'vitest';
import type { WorkerRecord } from '#desk/rest/records.ts';
import { EVERYBODY, filtered, skillsOf } from './team-filter.ts';

const worker = (friendly_name: string, available: boolean, attributes: object = {}): WorkerRecord => ({
  sid: `WK-${friendly_name}`,
  friendly_name,
  available,
  attributes: JSON.stringify(attributes),
  activity_sid: available ? 'WA-on' : 'WA-off',
  activity_name: available ? 'Available' : 'Offline',
  date_status_changed: null,
});
const TEAM = [
  worker('Zoë', true, { languages: ['de'] }),
  worker('Ben', false, { skills: ['billing'], routing: { skills: ['de', 'billing'] } }),
  worker('Anna', true),
];
const names = (filter: Partial<typeof EVERYBODY>) =>
  filtered(TEAM, { ...EVERYBODY, ...filter }).map(({ friendly_name }) => friendly_name);

test('who is available comes first, then the alphabet', () => {
  expect(names({})).toEqual(['Anna', 'Zoë', 'Ben']);
});

test('a name is found without its accents and in any case', () => {
  expect(names({ name: ' zoe' })).toEqual(['Zoë']);
});

test('filters hold together', () => {
  expect(names({ skill: 'de' })).toEqual(['Zoë', 'Ben']);
  expect(names({ skill: 'de', activity: 'WA-off' })).toEqual(['Ben']);
});

test('a skill that is named twice is one; attributes that are no lists are none', () => {
  expect(skillsOf(TEAM[1]!)).toEqual(['de', 'billing']);
  expect(skillsOf({ attributes: '{"skills":"de","routing":null}' })).toEqual([]);
  expect(skillsOf({ attributes: 'broken' })).toEqual([]);
});
