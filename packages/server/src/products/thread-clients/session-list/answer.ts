// The answer to a command, in the words in which the package reads it.
import { z } from 'zod';
import { refusalOf } from '#http/twilio-error.ts';
import { apiError, invalidParameter } from '#kernel/errors.ts';
import type { SyncData } from '#realtime/realtime.ts';
import type { ClientContext, ClientViewer } from '../actions/actions.ts';
import { CHANNEL_COMMANDS } from './channel-commands.ts';
import type { Command, Result } from './command.ts';
import { MEMBER_COMMANDS } from './member-commands.ts';
import { MESSAGE_COMMANDS } from './message-commands.ts';
import { USER_COMMANDS } from './user-commands.ts';

const COMMANDS = new Map<string, Command>(
  Object.entries({ ...MESSAGE_COMMANDS, ...CHANNEL_COMMANDS, ...MEMBER_COMMANDS, ...USER_COMMANDS }),
);

const LONGEST_ID = 256;
/** How much of an unknown action is said back. */
const SHOWN = 40;

const item = z.object({
  commandId: z.string().min(1).max(LONGEST_ID),
  request: z.looseObject({ action: z.string() }),
});

/** The user behind a list, for a request of this name. */
export type ViewerOfRequest = (requestName: string) => Promise<ClientViewer>;

async function run(clients: ClientContext, viewerOf: ViewerOfRequest, given: SyncData): Promise<Result> {
  const read = item.safeParse(given);
  if (!read.success) throw invalidParameter('request', 'it is not a command');
  const { commandId, request } = read.data;
  const command = COMMANDS.get(request.action);
  if (command === undefined) {
    throw invalidParameter('action', `there is no command ${request.action.slice(0, SHOWN)}`);
  }
  return command.run(clients, await viewerOf(commandId), request);
}

/**
 * Does what an item of a session list asks for and resolves with what the item becomes. A command that was done has
 * the status 200; the status of a refused one is Twilio's code, which applications find as the error's `code`. A
 * command the package adds twice because the connection broke is done once.
 */
export async function answerCommand(
  clients: ClientContext,
  viewerOf: ViewerOfRequest,
  given: SyncData,
): Promise<SyncData> {
  try {
    const result = await run(clients, viewerOf, given);
    return { ...given, response: { status: 200, statusText: 'OK', ...result } };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) clients.log.error({ err: error }, 'a command of a client failed');
    const { code, message } = refusal ?? apiError(20500);
    return { ...given, response: { status: code, statusText: message } };
  }
}
