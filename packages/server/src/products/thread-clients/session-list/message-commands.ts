// Commands about messages.
import type { MessageRow } from '#storage/schema/threads.ts';
import { deleteMessage, editMessage, sendMessage } from '../actions/actions.ts';
import { type Command, command, field } from './command.ts';

const { name, text, optional, messageIndex } = field;

/** The package takes the identifier of a new message for its index. */
const sent = (message: MessageRow) => ({ messageId: message.message_index, messageSid: message.sid });

export const MESSAGE_COMMANDS: Readonly<Record<string, Command>> = {
  sendMessage: command(
    { channelSid: name, text: optional, attributes: optional },
    (clients, viewer, { channelSid, text: body, attributes }) =>
      sendMessage(clients, viewer, { thread: channelSid, body, attributes }),
    sent,
  ),
  sendMediaMessage: command(
    { channelSid: name, mediaSid: name, text: optional, attributes: optional },
    (clients, viewer, { channelSid, mediaSid, text: body, attributes }) =>
      sendMessage(clients, viewer, { thread: channelSid, body, attributes, mediaSids: [mediaSid] }),
    sent,
  ),
  editMessage: command(
    { channelSid: name, messageIdx: messageIndex, text },
    (clients, viewer, { channelSid, messageIdx, text: body }) =>
      editMessage(clients, viewer, { thread: channelSid, message: messageIdx, body }),
  ),
  editMessageAttributes: command(
    { channelSid: name, messageIdx: messageIndex, attributes: text },
    (clients, viewer, { channelSid, messageIdx, attributes }) =>
      editMessage(clients, viewer, { thread: channelSid, message: messageIdx, attributes }),
  ),
  deleteMessage: command(
    { channelSid: name, messageIdx: messageIndex },
    (clients, viewer, { channelSid, messageIdx }) =>
      deleteMessage(clients, viewer, { thread: channelSid, message: messageIdx }),
  ),
};
