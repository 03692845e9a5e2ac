// Attributes in words, and which of them may be opened.
import { describe, expect, it } from 'vitest';
import { attributeLines, linksIn, readableName, webLink } from './attributes.ts';

describe('attributes', () => {
  it.each([
    ['orderNumber', 'Order number'],
    ['order_number', 'Order number'],
    ['crm-profile-url', 'Crm profile URL'],
    ['knownWorkerSid', 'Known worker SID'],
  ])('%s reads %s', (key, name) => {
    expect(readableName(key)).toBe(name);
  });

  it('are one line each, however deep they are, without what is shown elsewhere or is for programs', () => {
    const lines = attributeLines({
      from: '+14155550199',
      vip: true,
      order: { id: 7, items: ['tea', 'milk'] },
      empty: '',
      nothing: null,
      interactionSid: `KD${'0a'.repeat(16)}`,
    });
    expect(lines.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'Vip: Yes',
      'Order ID: 7',
      'Order items: tea, milk',
    ]);
  });

  it.each([
    ['https://crm.example/42', 'https://crm.example/42'],
    ['HTTP://crm.example', 'http://crm.example/'],
    ['javascript:alert(1)', null],
    [' javascript:alert(1)//https://x', null],
    ['data:text/html,x', null],
    ['https://', null],
    ['see https://crm.example', null],
  ])('%s as a link', (text, link) => {
    expect(webLink(text)).toBe(link);
  });

  it('name a link once', () => {
    const url = 'https://crm.example/42';
    expect(
      linksIn({ profile: url, customers: { avatar: 'x', page: url }, evil: 'javascript:1' }),
    ).toHaveLength(1);
  });
});
