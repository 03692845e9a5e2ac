// The requests of the browser SDKs as this product takes them: who asks is known, in which generation of the API.
import type { TunnelAnswer, TunnelCall, TunnelRoute } from '#realtime/realtime.ts';
import type { Face } from '#threads/threads.ts';
import { type ClientContext, type ClientViewer, onceOnly, viewerOf } from '../actions/actions.ts';

/** A generation of the API of clients, by the path it is under. */
export interface Generation {
  readonly path: string;
  readonly face: Face;
  /** What lists of threads are called in answers. */
  readonly listKey: 'conversations' | 'channels';
}

/** Conversations from 2.x on. */
export const CONVERSATIONS: Generation = {
  path: '/Client/v2',
  face: 'conversations',
  listKey: 'conversations',
};
/** Programmable Chat from 4.x on, which already says "conversations". */
export const CHAT: Generation = { path: '/Client/v1', face: 'chat', listKey: 'conversations' };
/** What Programmable Chat up to 3.4 reads; it writes through its session list. */
export const OLDER_CHAT: Generation = { path: '/Client/v0', face: 'chat', listKey: 'channels' };

/** A request of a client. */
export interface ClientCall extends TunnelCall {
  readonly clients: ClientContext;
  readonly viewer: ClientViewer;
  readonly generation: Generation;
  /** What the URLs of this generation start with. */
  readonly root: string;
}

const MUTATION_ID = /^[\x21-\x7e]{1,128}$/;

/** The name of a request that changes something; one that cannot be used is as good as none. */
function mutationIdOf({ headers }: TunnelCall): string | null {
  const id = headers['x-twilio-mutation-id'];
  return id !== undefined && MUTATION_ID.test(id) ? id : null;
}

type Handler = (call: ClientCall) => Promise<TunnelAnswer>;

/** Declares the routes of one generation. */
export function routesOf(clients: ClientContext, generation: Generation) {
  return (method: TunnelRoute['method'], path: string, handle: Handler): TunnelRoute => ({
    method,
    path: `${generation.path}${path}`,
    async handle(call) {
      const mutationId = method === 'GET' ? null : mutationIdOf(call);
      const viewer = await viewerOf(clients.database, call.session, generation.face, mutationId);
      return handle({ ...call, clients, viewer, generation, root: `${call.base}${generation.path}` });
    },
  });
}

/** Does what a request asks for, once however often it comes. */
export function act<Input, Result>(
  { clients, viewer }: ClientCall,
  action: (clients: ClientContext, viewer: ClientViewer, input: Input) => Promise<Result>,
  input: Input,
): Promise<Result> {
  return onceOnly(clients, viewer, () => action(clients, viewer, input));
}
