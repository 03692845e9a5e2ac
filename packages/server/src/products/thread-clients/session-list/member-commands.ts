// Commands about members of channels: the client's own coming and going, and that of others.
import { invalidParameter } from '#kernel/errors.ts';
import type { ParticipantRow } from '#storage/schema/threads.ts';
import {
  addParticipant,
  declineInvite,
  editParticipant,
  inviteUser,
  joinThread,
  leaveThread,
  removeParticipant,
} from '../actions/actions.ts';
import { type Command, command, field } from './command.ts';

const { name, text } = field;

const placed = (member: ParticipantRow) => ({ channelSid: member.thread_sid, memberSid: member.sid });

export const MEMBER_COMMANDS: Readonly<Record<string, Command>> = {
  joinChannelV2: command(
    { channelSid: name },
    (clients, viewer, { channelSid }) => joinThread(clients, viewer, { thread: channelSid }),
    placed,
  ),
  leaveChannel: command({ channelSid: name }, (clients, viewer, { channelSid }) =>
    leaveThread(clients, viewer, { thread: channelSid }),
  ),
  addMemberV2: command(
    { channelSid: name, username: name },
    (clients, viewer, { channelSid, username }) =>
      addParticipant(clients, viewer, { thread: channelSid, identity: username }),
    placed,
  ),
  inviteMember: command({ channelSid: name, username: name }, (clients, viewer, { channelSid, username }) =>
    inviteUser(clients, viewer, { thread: channelSid, identity: username }),
  ),
  declineInvitation: command({ channelSid: name }, (clients, viewer, { channelSid }) =>
    declineInvite(clients, viewer, { thread: channelSid }),
  ),
  removeMember: command(
    { channelSid: name, username: name.optional(), memberSid: name.optional() },
    (clients, viewer, { channelSid, username, memberSid }) => {
      const participant = memberSid ?? username;
      if (participant === undefined) throw invalidParameter('username', 'nobody is named');
      return removeParticipant(clients, viewer, { thread: channelSid, participant });
    },
  ),
  editMemberAttributes: command(
    { channelSid: name, memberSid: name, attributes: text },
    (clients, viewer, { channelSid, memberSid, attributes }) =>
      editParticipant(clients, viewer, { thread: channelSid, participant: memberSid, attributes }),
  ),
};
