// The request with which a client shows that its user is writing.
import { missingParameter } from '#kernel/errors.ts';
import type { TunnelAnswer, TunnelRoute } from '#realtime/realtime.ts';
import { type ClientContext, typingIn } from '../actions/actions.ts';
import { type ClientCall, type Generation, OLDER_CHAT, routesOf } from './client-call.ts';

async function show({ clients, viewer, body }: ClientCall): Promise<TunnelAnswer> {
  const thread = body['ChannelSid'] ?? body['ConversationSid'];
  if (typeof thread !== 'string') throw missingParameter('ChannelSid');
  return { status: 200, body: { typing_timeout: await typingIn(clients, viewer, { thread }) } };
}

/** Clients of Programmable Chat up to 3.4 ask here, whatever they are told. */
const OLDER_PATH = '/v1/typing';

/** The route of one generation. */
export function typingRoutes(clients: ClientContext, generation: Generation): TunnelRoute[] {
  const older = { ...generation, path: '' };
  return [
    routesOf(clients, generation)('POST', '/Typing', show),
    ...(generation === OLDER_CHAT ? [routesOf(clients, older)('POST', OLDER_PATH, show)] : []),
  ];
}
