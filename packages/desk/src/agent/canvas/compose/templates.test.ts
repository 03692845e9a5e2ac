import { expect, it } from 'vitest';
import { type ContentRecord, inOrderOfUse, mayBeSent, templateOf } from './templates.ts';

const record = (name: string, status: string | null, body = 'Hi {{1}}, {{2}}'): ContentRecord => ({
  sid: `HX${name}`,
  friendly_name: name,
  language: 'en',
  variables: { 1: 'Jane' },
  types: { 'twilio/text': { body }, 'twilio/media': { body: '', media: ['https://x/{{3}}.png'] } },
  approval_requests: status === null ? null : { status },
});

it('a template asks for each variable once, with its sample', () => {
  expect(templateOf(record('order', 'approved')).variables).toEqual([
    { name: '1', sample: 'Jane' },
    { name: '2', sample: '' },
    { name: '3', sample: '' },
  ]);
});

it('approved ones come first; outside the window only they may be sent', () => {
  const all = [record('b', null), record('c', 'approved'), record('a', 'rejected')].map(templateOf);
  const sorted = inOrderOfUse(all);
  expect(sorted.map(({ name }) => name)).toEqual(['c', 'a', 'b']);
  expect(sorted.map((template) => mayBeSent(template, true, false))).toEqual([true, false, false]);
  expect(sorted.map((template) => mayBeSent(template, true, true))).toEqual([true, false, true]);
  expect(sorted.map((template) => mayBeSent(template, false, false))).toEqual([true, true, true]);
});
