// Unit tests of rendering: which type a channel gets, and what becomes of each type.
import { describe, expect, it } from 'vitest';
import { renderContent, typeFor } from './render.ts';

const content = (types: Record<string, unknown>, variables: Record<string, string> = {}) => ({
  types: JSON.stringify(types),
  variables: JSON.stringify(variables),
});

const TEXT = { 'twilio/text': { body: 'plain' } };
const PICKER = { 'twilio/list-picker': { body: 'pick', button: 'b', items: [{ id: 'i', item: 'i' }] } };
const CARD = { 'twilio/card': { title: 'card', subtitle: 'sub', media: ['https://example.com/{{f}}'] } };

describe('the type a channel gets', () => {
  it.each([
    ['sms', { ...CARD, ...TEXT, ...PICKER }, 'twilio/text'],
    ['whatsapp', { ...CARD, ...TEXT, ...PICKER }, 'twilio/card'],
    ['whatsapp', { ...PICKER, ...TEXT }, 'twilio/list-picker'],
    ['messenger', { ...PICKER, ...TEXT }, 'twilio/text'],
    ['messenger', { ...CARD, ...PICKER, ...TEXT }, 'twilio/card'],
    ['rcs', { ...CARD, ...TEXT }, 'twilio/card'],
    ['sms', { ...CARD, ...PICKER }, 'twilio/list-picker'],
  ] as const)('%s', (channel, types, type) => {
    expect(typeFor(content(types), channel)).toBe(type);
  });
});

describe('a rendered template', () => {
  it.each([
    [TEXT, 'plain'],
    [CARD, 'card\nsub'],
    [
      { 'twilio/location': { latitude: 1, longitude: 2.5, label: 'Home', address: 'Street 1' } },
      'Home\nStreet 1\n1, 2.5',
    ],
    [{ 'whatsapp/card': { header_text: 'head', body: 'body', footer: 'foot' } }, 'head\nbody\nfoot'],
    [{ 'twilio/catalog': { title: 'title', body: 'body' } }, 'title\nbody'],
    [{ 'twilio/schedule': { id: 'i', title: 'When?', timeSlots: 's' } }, 'When?'],
    [
      {
        'whatsapp/authentication': {
          add_security_recommendation: true,
          code_expiration_minutes: 5,
          actions: [{ type: 'COPY_CODE', copy_code_text: 'Copy' }],
        },
      },
      'value is your verification code. For your security, do not share this code. This code expires in 5 minutes.',
    ],
  ])('%j', (types, body) => {
    expect(renderContent(content(types), '{"1":"value","f":"a.jpg"}', 'whatsapp')).toMatchObject({ body });
  });

  it('fills files, and has no text when it consists of them alone', () => {
    const media = content({ 'twilio/media': { media: ['https://example.com/{{f}}'] } }, { f: 'sample.jpg' });
    expect(renderContent(media, null, 'sms')).toEqual({
      body: null,
      media: ['https://example.com/sample.jpg'],
    });
  });

  it('does not look for placeholders in values, nor for properties of objects', () => {
    const greeting = content({ 'twilio/text': { body: '{{1}} {{2}} {{constructor}}' } }, { 2: '{{1}}' });
    expect(renderContent(greeting, '{"1":"{{2}}","constructor":"c"}', 'sms')).toEqual({
      body: '{{2}} {{1}} c',
      media: [],
    });
    expect(renderContent(greeting, '{"1":"a"}', 'sms')).toEqual({ refusedWith: 63028 });
    expect(renderContent(greeting, '{"__proto__":"a","1":"b"}', 'sms')).toEqual({ refusedWith: 63028 });
  });
});
