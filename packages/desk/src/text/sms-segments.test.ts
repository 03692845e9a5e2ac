import { expect, it } from 'vitest';
import { smsSegments } from './sms-segments.ts';

const of = (text: string) => {
  const { encoding, parts, left } = smsSegments(text);
  return [encoding, parts, left];
};

it('counts parts as carriers do', () => {
  expect(of('')).toEqual(['GSM-7', 1, 160]);
  expect(of('a'.repeat(160))).toEqual(['GSM-7', 1, 0]);
  expect(of('a'.repeat(161))).toEqual(['GSM-7', 2, 145]);
  expect(of('a'.repeat(306))).toEqual(['GSM-7', 2, 0]);
  expect(of('a'.repeat(307))).toEqual(['GSM-7', 3, 152]);
  expect(of('é'.repeat(70))).toEqual(['GSM-7', 1, 90]);
  expect(of('ê'.repeat(70))).toEqual(['UCS-2', 1, 0]);
  expect(of('ê'.repeat(71))).toEqual(['UCS-2', 2, 63]);
});

it('counts what takes two units as two, and never splits it', () => {
  expect(of('€'.repeat(80))).toEqual(['GSM-7', 1, 0]);
  expect(of(`${'a'.repeat(152)}€${'a'.repeat(8)}`)).toEqual(['GSM-7', 2, 143]);
  expect(of('👍'.repeat(35))).toEqual(['UCS-2', 1, 0]);
  expect(of('👍'.repeat(36))).toEqual(['UCS-2', 2, 61]);
});

it('names the first character that makes the parts shorter', () => {
  expect(smsSegments(`${'a'.repeat(69)}ч`)).toMatchObject({ characters: 70, parts: 1, special: 'ч' });
  expect(smsSegments('😀'.repeat(67))).toMatchObject({ characters: 67, parts: 3, special: '😀' });
  expect(smsSegments('€')).toMatchObject({ characters: 1, special: null });
});
