// The table of what roles allow, row by row, and the default roles against it.
import { describe, expect, it } from 'vitest';
import { type Action, type ActionContext, isAllowed, RULES } from './is-allowed.ts';
import { DEFAULT_ROLES } from './permissions.ts';

const NOBODY: readonly string[] = [];
const member: ActionContext = { isParticipant: true };
const own: ActionContext = { isParticipant: true, isOwn: true };

describe('what the client of a user may do', () => {
  it.each<[Action, string, ActionContext]>([
    ['thread.create', 'createChannel', {}],
    ['thread.join', 'joinChannel', { isPublic: true }],
    ['thread.leave', 'leaveChannel', member],
    ['thread.read', 'joinChannel', { isPublic: true }],
    ['thread.editName', 'editChannelName', member],
    ['thread.editAttributes', 'editChannelAttributes', member],
    ['thread.remove', 'destroyChannel', member],
    ['participant.add', 'addMember', member],
    ['participant.addByAddress', 'addNonChatParticipant', member],
    ['participant.editAttributes', 'editAnyParticipantAttributes', member],
    ['participant.invite', 'inviteMember', member],
    ['participant.editAttributes', 'editAnyUserInfo', member],
    ['participant.remove', 'removeMember', member],
    ['participant.remove', 'leaveChannel', own],
    ['message.send', 'sendMessage', member],
    ['message.sendMedia', 'sendMediaMessage', member],
    ['message.editBody', 'editAnyMessage', member],
    ['message.editBody', 'editOwnMessage', own],
    ['message.editAttributes', 'editAnyMessageAttributes', member],
    ['message.editAttributes', 'editOwnMessageAttributes', own],
    ['message.remove', 'deleteAnyMessage', member],
    ['message.remove', 'deleteOwnMessage', own],
    ['user.edit', 'editAnyUserInfo', {}],
    ['user.edit', 'editOwnUserInfo', { isOwn: true }],
  ])('%s takes %s and nothing else', (action, permission, context) => {
    expect(isAllowed([permission], action, context)).toBe(true);
    expect(isAllowed(NOBODY, action, context)).toBe(false);
    const granting = [...(RULES[action].any ?? []), ...(context.isOwn ? (RULES[action].own ?? []) : [])];
    const all = new Set(
      Object.values(DEFAULT_ROLES).flatMap((role) => role.permissions as readonly string[]),
    );
    const others = [...all].filter((name) => !granting.includes(name));
    expect(isAllowed(others, action, context)).toBe(false);
  });

  it.each<[Action, string]>([
    ['message.editBody', 'editOwnMessage'],
    ['message.editAttributes', 'editOwnMessageAttributes'],
    ['message.remove', 'deleteOwnMessage'],
    ['participant.remove', 'leaveChannel'],
    ['user.edit', 'editOwnUserInfo'],
  ])('%s of another is not covered by %s', (action, permission) => {
    expect(isAllowed([permission], action, member)).toBe(false);
  });

  it.each<[Action, string]>([
    ['message.send', 'sendMessage'],
    ['message.sendMedia', 'sendMediaMessage'],
    ['thread.leave', 'leaveChannel'],
  ])('%s needs to be in the thread whatever the roles say', (action, permission) => {
    expect(isAllowed([permission], action, {})).toBe(false);
  });

  it('lets those who are in read and nobody else, whatever the roles say', () => {
    const everything = Object.values(DEFAULT_ROLES).flatMap((role) => role.permissions as readonly string[]);
    expect(isAllowed(NOBODY, 'message.read', member)).toBe(true);
    expect(isAllowed(everything, 'message.read', { isPublic: true })).toBe(false);
  });

  it('opens private threads to those who were invited and to nobody else', () => {
    expect(isAllowed(['joinChannel'], 'thread.join', { isPublic: false })).toBe(false);
    expect(isAllowed(NOBODY, 'thread.join', { isPublic: false, isInvited: true })).toBe(true);
    expect(isAllowed(['joinChannel'], 'thread.read', { isPublic: false })).toBe(false);
    expect(isAllowed(NOBODY, 'thread.read', { isPublic: false, isInvited: true })).toBe(true);
    expect(isAllowed(NOBODY, 'thread.read', { isPublic: false, isParticipant: true })).toBe(true);
  });

  it('asks no permission for what is only one’s own', () => {
    for (const action of [
      'readHorizon.set',
      'notificationLevel.set',
      'participant.editAttributes',
    ] as const) {
      expect(isAllowed(NOBODY, action, own)).toBe(true);
      expect(isAllowed(NOBODY, action, member)).toBe(false);
    }
    expect(isAllowed(NOBODY, 'typing.show', member)).toBe(true);
    expect(isAllowed(NOBODY, 'typing.show', {})).toBe(false);
  });

  it('gives the default roles what they are for', () => {
    const user = DEFAULT_ROLES.serviceUser.permissions;
    const inChannel = [...user, ...DEFAULT_ROLES.channelUser.permissions];
    const admin = [...user, ...DEFAULT_ROLES.channelAdmin.permissions];
    expect(isAllowed(user, 'thread.create')).toBe(true);
    expect(isAllowed(inChannel, 'message.send', member)).toBe(true);
    expect(isAllowed(inChannel, 'message.remove', own)).toBe(true);
    expect(isAllowed(inChannel, 'message.remove', member)).toBe(false);
    expect(isAllowed(inChannel, 'participant.add', member)).toBe(false);
    expect(isAllowed(admin, 'participant.add', member)).toBe(true);
    expect(isAllowed(admin, 'thread.remove', member)).toBe(true);
    expect(isAllowed(DEFAULT_ROLES.serviceAdmin.permissions, 'message.remove', {})).toBe(true);
  });
});
