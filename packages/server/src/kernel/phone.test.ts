// Phone numbers and channel addresses.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countryOf, isPhoneNumber, nationalFormat, parseAddress } from './phone.ts';

describe('isPhoneNumber', () => {
  it.each([
    ['+14155550101', true],
    ['+15551234567', true],
    ['+4915112345678', true],
    ['+442071838750', true],
    ['14155550101', false],
    ['+1415555010', false],
    ['+141555501012', false],
    ['+0123456789', false],
    ['+1 415 555 0101', false],
    ['+', false],
    ['', false],
    ['+9999999999999999', false],
  ])('%s: %s', (text, expected) => {
    expect(isPhoneNumber(text)).toBe(expected);
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof isPhoneNumber(text) === 'boolean'));
  });
});

describe('parseAddress', () => {
  it.each([
    ['+14155550101', { channel: 'sms', value: '+14155550101' }],
    ['whatsapp:+14155550101', { channel: 'whatsapp', value: '+14155550101' }],
    ['messenger:1234567890', { channel: 'messenger', value: '1234567890' }],
    ['whatsapp:12345', null],
    ['fax:+14155550101', null],
    ['messenger:', null],
    ['anna', null],
  ])('%s', (text, expected) => {
    expect(parseAddress(text)).toEqual(expected);
  });
});

it('tells the country of a number, and of a shared code the one with most numbers', () => {
  expect(countryOf('+4915112345678')).toBe('DE');
  expect(countryOf('+14155550101')).toBe('US');
  expect(countryOf('nonsense')).toBeNull();
});

it('writes a number as its country does', () => {
  expect(nationalFormat('+14155550101')).toBe('(415) 555-0101');
  expect(nationalFormat('anna')).toBe('anna');
});
