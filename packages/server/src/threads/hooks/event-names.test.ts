// The names of events against the lists of Twilio's own pages.
import { describe, expect, it } from 'vitest';
import { currentName, namesOf, SCOPED_EVENTS, SERVICE_EVENTS } from './event-names.ts';

describe('event names', () => {
  it('are those of Programmable Chat', () => {
    expect(new Set(SERVICE_EVENTS.chat)).toEqual(
      new Set([
        'onMessageSend',
        'onMessageSent',
        'onMessageUpdate',
        'onMessageUpdated',
        'onMessageRemove',
        'onMessageRemoved',
        'onMediaMessageSend',
        'onMediaMessageSent',
        'onChannelAdd',
        'onChannelAdded',
        'onChannelUpdate',
        'onChannelUpdated',
        'onChannelDestroy',
        'onChannelDestroyed',
        'onMemberAdd',
        'onMemberAdded',
        'onMemberUpdated',
        'onMemberRemove',
        'onMemberRemoved',
        'onUserAdded',
        'onUserUpdate',
        'onUserUpdated',
      ]),
    );
  });

  it('are those of Conversations', () => {
    const pairs = ['Message', 'Conversation', 'Participant'].flatMap((subject) => [
      `on${subject}Add`,
      `on${subject}Added`,
      `on${subject}Update`,
      `on${subject}Updated`,
      `on${subject}Remove`,
      `on${subject}Removed`,
    ]);
    const others = [
      'onConversationStateUpdated',
      'onDeliveryUpdated',
      'onUserAdded',
      'onUserUpdate',
      'onUserUpdated',
    ];
    expect(new Set(SERVICE_EVENTS.conversations)).toEqual(new Set([...pairs, ...others]));
  });

  it('of webhooks of a thread are of what happened in it', () => {
    for (const face of ['chat', 'conversations'] as const) {
      for (const name of SCOPED_EVENTS[face]) expect(name).toMatch(/(Sent|ed)$/);
      expect([...SCOPED_EVENTS[face]].some((name) => name.startsWith('onUser'))).toBe(false);
    }
    expect(SCOPED_EVENTS.chat.size).toBe(10);
    expect(SCOPED_EVENTS.conversations.size).toBe(11);
  });

  it('of messages with attachments differ in Chat only', () => {
    expect(namesOf('chat', 'media.add')).toEqual({ pre: 'onMediaMessageSend', post: 'onMediaMessageSent' });
    expect(namesOf('conversations', 'media.add')).toEqual(namesOf('conversations', 'message.add'));
  });

  it('of the older generation are understood in filters of Conversations', () => {
    expect(currentName('conversations', 'onMessageSent')).toBe('onMessageAdded');
    expect(currentName('chat', 'onMessageSent')).toBe('onMessageSent');
  });
});
