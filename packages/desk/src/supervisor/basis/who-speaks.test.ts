import { expect, test } from 'vitest';
import { speakerOf, teamNames } from './who-speaks.ts';

const TEAM = teamNames([
  {
    sid: 'WK1',
    friendly_name: 'anna.b',
    attributes: '{"contact_uri":"client:anna","full_name":"Anna B"}',
    activity_sid: '',
    activity_name: '',
    available: true,
    date_status_changed: null,
  },
]);

test('an agent writes under his identity or his name, and is called by his full name', () => {
  expect(speakerOf('anna', TEAM, 'Jane')).toEqual({ side: 'team', name: 'Anna B' });
  expect(speakerOf('anna.b', TEAM, 'Jane')).toEqual({ side: 'team', name: 'Anna B' });
});

test('whoever is not of the team is the customer', () => {
  expect(speakerOf('+14155550199', TEAM, 'Jane')).toEqual({ side: 'customer', name: 'Jane' });
  expect(speakerOf('+14155550199', TEAM, null)).toEqual({ side: 'customer', name: '+14155550199' });
  expect(speakerOf('system', TEAM, 'Jane').side).toBe('system');
});
