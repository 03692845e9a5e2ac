// Commands about users.
import { editUser } from '../actions/actions.ts';
import { type Command, command, field } from './command.ts';

const { name, text, optional } = field;

export const USER_COMMANDS: Readonly<Record<string, Command>> = {
  editUserAttributes: command(
    { username: name, attributes: text },
    (clients, viewer, { username, attributes }) => editUser(clients, viewer, { user: username, attributes }),
  ),
  editUserFriendlyName: command(
    { username: name, friendlyName: optional },
    (clients, viewer, { username, friendlyName }) =>
      editUser(clients, viewer, { user: username, friendlyName: friendlyName ?? null }),
  ),
};
