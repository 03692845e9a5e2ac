// Links that begin a message.
import { describe, expect, it } from 'vitest';
import { linkedMessage } from './link.ts';

describe('linkedMessage', () => {
  it.each([
    ['?to=%2B14155550199&name=Jane+Doe', '+14155550199', 'Jane Doe'],
    ['?to=+14155550199', '+14155550199', null],
    ['?to=whatsapp:+14155550199&name=', 'whatsapp:+14155550199', null],
    ['?to=(415)%20555-0199', '(415) 555-0199', null],
  ])('%s', (search, to, name) => {
    expect(linkedMessage(search)).toMatchObject({ to, name });
  });

  it('knows channels by name, and takes nothing without a recipient', () => {
    expect(linkedMessage('?to=1&channel=whatsapp&body=Hi')).toMatchObject({
      channel: 'whatsapp',
      body: 'Hi',
    });
    expect(linkedMessage('?to=1&channel=fax')).toMatchObject({ channel: null });
    expect(linkedMessage('?name=Jane')).toBeNull();
  });
});
