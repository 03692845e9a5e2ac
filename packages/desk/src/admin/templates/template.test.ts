// Templates between the form, the API and the preview.
import { describe, expect, test } from 'vitest';
import { approvalName, type Draft, lookOf, typesOf } from './template.ts';

const draft: Draft = { type: 'twilio/text', body: 'Hello {{1}}', media: '', button: '', lines: '' };

describe('templates', () => {
  test('quick replies, links and lists are one a line', () => {
    expect(typesOf({ ...draft, type: 'twilio/quick-reply', lines: 'Yes, please\n\n 好的 \n' })).toEqual({
      'twilio/quick-reply': {
        body: 'Hello {{1}}',
        actions: [
          { type: 'QUICK_REPLY', title: 'Yes, please', id: 'yes_please' },
          { type: 'QUICK_REPLY', title: '好的', id: 'choice_2' },
        ],
      },
    });
    const links = typesOf({
      ...draft,
      type: 'twilio/call-to-action',
      lines: 'Call | +14155550100\nSite | https://a.example',
    });
    expect(links['twilio/call-to-action']?.['actions']).toEqual([
      { type: 'PHONE_NUMBER', title: 'Call', phone: '+14155550100' },
      { type: 'URL', title: 'Site', url: 'https://a.example' },
    ]);
    const list = typesOf({
      ...draft,
      type: 'twilio/list-picker',
      button: 'Choose',
      lines: 'Mon | 9 to 5\nTue',
    });
    expect(list['twilio/list-picker']?.['items']).toEqual([
      { item: 'Mon', id: 'mon', description: '9 to 5' },
      { item: 'Tue', id: 'tue' },
    ]);
  });

  test('a preview shows the words, the file and the buttons', () => {
    expect(
      lookOf(typesOf({ ...draft, type: 'twilio/media', media: ' https://a.example/x.png ' }), { 1: 'Zoe' }),
    ).toEqual({
      body: 'Hello Zoe',
      media: 'https://a.example/x.png',
      buttons: [],
      opener: null,
    });
  });

  test('a name for WhatsApp comes from the name people gave', () => {
    expect(approvalName(' Order shipped! (v2)')).toBe('order_shipped_v2');
  });
});
