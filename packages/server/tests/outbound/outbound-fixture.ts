// What tests of the outbound functions have in common: a client whose network fails at a given step, and a count of
// everything a start makes.
import { type OutboundError, outboundClient } from '@parley/outbound';
import type { Twilio } from 'twilio';
import type { World } from '../journey/world.ts';
import type { TestServer } from '../support/start-server.ts';

/** A request of the SDK. */
interface SdkRequest {
  readonly method: string;
  readonly uri: string;
}

/** What happens to a request: it does not reach the server, or its answer is lost on the way back. */
export type Fault = 'lost request' | 'lost answer';

interface SdkHttp {
  request(given: SdkRequest): Promise<unknown>;
}

const connectionFailure = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

/** A client of the server; `faultOf` decides about each request, which it is given with how often it was made. */
export function faultyClient(
  server: TestServer,
  faultOf: (request: string, times: number) => Fault | null,
): Twilio {
  const client = outboundClient(server.account.sid, server.account.token, server.url);
  const http = (client as unknown as { httpClient: SdkHttp }).httpClient;
  const send = http.request.bind(http);
  const made = new Map<string, number>();
  http.request = async (given) => {
    const path = new URL(given.uri).pathname.replace(/\/[A-Z]{2}[0-9a-f]{32}/g, '');
    const name = `${given.method.toUpperCase()} ${path}`;
    const times = (made.get(name) ?? 0) + 1;
    made.set(name, times);
    const fault = faultOf(name, times);
    if (fault === 'lost request') throw connectionFailure();
    const answer = await send(given);
    if (fault === 'lost answer') throw connectionFailure();
    return answer;
  };
  return client;
}

/** Everything there is of what a start makes, as lists of the API show it. */
export async function everything({ client, ...world }: World) {
  const open = new Set(['pending', 'reserved', 'assigned', 'wrapping']);
  const workspace = client.taskrouter.v1.workspaces(world.workspaceSid);
  const chat = client.chat.v2.services(world.chatServiceSid);
  const [flexChannels, chatChannels, users, tasks, sessions, conversations] = await Promise.all([
    client.flexApi.v1.channel.list(),
    chat.channels.list(),
    chat.users.list(),
    workspace.tasks.list(),
    client.proxy.v1.services(world.proxyServiceSid).sessions.list(),
    client.conversations.v1.conversations.list(),
  ]);
  return {
    flexChannels: flexChannels.length,
    chatChannels: chatChannels.length,
    users: users.length,
    openTasks: tasks.filter(({ assignmentStatus }) => open.has(assignmentStatus)).length,
    sessions: sessions.filter(({ status }) => status !== 'closed').length,
    openConversations: conversations.filter(({ state }) => state !== 'closed').length,
  };
}

/** The failure of a start; fails when it does not fail. */
export async function failureOf(start: Promise<unknown>): Promise<OutboundError> {
  try {
    await start;
  } catch (error) {
    return error as OutboundError;
  }
  throw new Error('the start did not fail');
}
