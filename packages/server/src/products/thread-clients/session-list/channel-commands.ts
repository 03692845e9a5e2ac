// Commands about channels, and about the client's own place in one.
import { z } from 'zod';
import { createThread, deleteThread, editThread, updatePlace } from '../actions/actions.ts';
import { conversationObjects } from '../objects/objects.ts';
import { type Command, command, field } from './command.ts';
import { consumptionReport } from './consumption-report.ts';

const { name, text, optional } = field;

export const CHANNEL_COMMANDS: Readonly<Record<string, Command>> = {
  createChannel: command(
    {
      friendlyName: optional,
      uniqueName: optional,
      type: z.enum(['public', 'private']).nullish(),
      attributes: optional,
    },
    (clients, viewer, { type, ...wish }) =>
      createThread(clients, viewer, { ...wish, type: type ?? 'public' }),
    (thread) => ({ channelSid: thread.sid, channel: conversationObjects(thread.sid).conversation }),
  ),
  destroyChannel: command({ channelSid: name }, (clients, viewer, { channelSid }) =>
    deleteThread(clients, viewer, { thread: channelSid }),
  ),
  editAttributes: command(
    { channelSid: name, attributes: text },
    (clients, viewer, { channelSid, attributes }) =>
      editThread(clients, viewer, { thread: channelSid, attributes }),
  ),
  editFriendlyName: command(
    { channelSid: name, friendlyName: optional },
    (clients, viewer, { channelSid, friendlyName }) =>
      editThread(clients, viewer, { thread: channelSid, friendlyName: friendlyName ?? null }),
  ),
  editUniqueName: command(
    { channelSid: name, uniqueName: optional },
    (clients, viewer, { channelSid, uniqueName }) =>
      editThread(clients, viewer, { thread: channelSid, uniqueName: uniqueName ?? null }),
  ),
  editNotificationLevel: command(
    { channelSid: name, notificationLevel: z.enum(['default', 'muted']) },
    (clients, viewer, { channelSid, notificationLevel }) =>
      updatePlace(clients, viewer, { thread: channelSid, notificationLevel }),
  ),
  consumptionReportV2: consumptionReport,
};
