// What calls have left behind on a server, read through its APIs: everything that is missing, doubled or half made.
import { CENTRE, type World } from '../journey/world.ts';
import { messagesOnPhone } from '../support/handset.ts';
import type { TestAccount } from '../support/start-server.ts';

/** A running server, whichever process it is. */
interface Reached {
  readonly url: string;
  readonly account: TestAccount;
}

/** The record of a call as its API tells it. */
export interface CallRecord {
  readonly sid: string;
  readonly to: string;
  readonly generation: 'conversations' | 'legacy';
  readonly conversation_sid: string;
  readonly chat_service_sid: string;
  readonly message_sid: string;
  readonly task_sid: string;
  readonly interaction_sid: string | null;
  readonly proxy_session_sid: string | null;
}

const AT_ONCE = 20;

/** Asks for many things, a few at a time. */
async function each<In, Out>(items: readonly In[], ask: (item: In) => Promise<Out>): Promise<Out[]> {
  const answers: Out[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    answers.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(ask))));
  }
  return answers;
}

/** Two lists that should hold the same names, each of them once. */
function unlike(what: string, found: readonly string[], wanted: readonly string[]): string[] {
  const faults: string[] = [];
  if (new Set(found).size < found.length) faults.push(`${what} are there twice`);
  if (new Set(wanted).size < wanted.length) faults.push(`${what} are named by two calls`);
  const [there, named] = [new Set(found), new Set(wanted)];
  faults.push(...wanted.filter((sid) => !there.has(sid)).map((sid) => `${what}: ${sid} is missing`));
  faults.push(...found.filter((sid) => !named.has(sid)).map((sid) => `${what}: ${sid} belongs to no call`));
  return faults;
}

/** Everything a call makes, of all calls, is there once, and nothing else is. */
async function strayObjects({ client, ...world }: World, calls: readonly CallRecord[]): Promise<string[]> {
  const services = [...new Set(calls.map((call) => call.chat_service_sid))];
  const faces = await each(services, async (sid) => [
    ...(await client.chat.v2.services(sid).channels.list({ pageSize: 100 })),
    ...(await client.conversations.v1.services(sid).conversations.list({ pageSize: 100 })),
  ]);
  const threads = [...new Set(faces.flat().map(({ sid }) => sid))];
  const tasks = await client.taskrouter.v1.workspaces(world.workspaceSid).tasks.list({ pageSize: 1_000 });
  const sessions = await client.proxy.v1.services(world.proxyServiceSid).sessions.list({ pageSize: 1_000 });
  const legacy = calls.filter(({ generation }) => generation === 'legacy');
  const current = calls.filter(({ generation }) => generation === 'conversations');
  return [
    ...unlike(
      'conversations',
      threads,
      calls.map((call) => call.conversation_sid),
    ),
    ...unlike(
      'tasks',
      tasks.map(({ sid }) => sid),
      calls.map((call) => call.task_sid),
    ),
    ...unlike(
      'sessions',
      sessions.map(({ sid }) => sid),
      legacy.map((call) => call.proxy_session_sid ?? 'none'),
    ),
    ...unlike(
      'interactions',
      tasks.flatMap(({ attributes }) => JSON.parse(attributes).flexInteractionSid ?? []),
      current.map((call) => call.interaction_sid ?? 'none'),
    ),
  ];
}

/** What joins one call's parts, and its words: in the conversation and on the phone, once. */
async function brokenParts(server: Reached, { client }: World, call: CallRecord, body: string) {
  const { conversation_sid: sid, chat_service_sid: serviceSid } = call;
  const faults: string[] = [];
  if (call.generation === 'legacy') {
    const channel = client.chat.v2.services(serviceSid).channels(sid);
    const { attributes } = await channel.fetch();
    if (JSON.parse(attributes).proxySession !== call.proxy_session_sid) faults.push('another session');
    const flexChannel = await client.flexApi.v1.channel(sid).fetch();
    if (flexChannel.taskSid !== call.task_sid) faults.push('another task');
    const said = await channel.messages.list();
    if (said.length !== 1 || said[0]!.sid !== call.message_sid) faults.push(`${said.length} messages`);
  } else {
    const conversation = client.conversations.v1.services(serviceSid).conversations(sid);
    const customers = (await conversation.participants.list()).map((one) => one.messagingBinding);
    if (customers.length !== 1 || customers[0].address !== call.to) faults.push('another customer');
    const { routing } = await client.flexApi.v1.interaction(call.interaction_sid!).fetch();
    if (routing.properties.sid !== call.task_sid) faults.push('another task');
    const said = await conversation.messages.list();
    if (said.length !== 1 || said[0]!.sid !== call.message_sid) faults.push(`${said.length} messages`);
  }
  const heard = (await messagesOnPhone(server, call.to, CENTRE)).map((message) => message.body);
  if (heard.length !== 1 || heard[0] !== body) faults.push(`on the phone: ${JSON.stringify(heard)}`);
  return faults.map((fault) => `${call.generation} ${call.to}: ${fault}`);
}

/** Whatever is wrong with these calls, which must be all the server has carried out; empty when nothing is. */
export async function faultsOf(
  server: Reached,
  world: World,
  calls: readonly CallRecord[],
  body: string,
): Promise<string[]> {
  const parts = await each(calls, (call) => brokenParts(server, world, call, body));
  return [...(await strayObjects(world, calls)), ...parts.flat()];
}
