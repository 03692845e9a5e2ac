// The journey in ten seconds: an agent texts a customer, the customer answers, the work is finished.
// Every step goes through the official SDK against the running server; the customer's phone is the handset.
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { outboundClient } from '@parley/outbound';

interface Credentials {
  baseUrl: string;
  accountSid: string;
  authToken: string;
  phoneNumbers: string[];
  chatServiceSid: string;
  proxyServiceSid: string;
  workspaceSid: string;
  flexFlows: { sid: string; contactIdentity: string | null }[];
  workers: { sid: string; friendlyName: string; phone: string }[];
  activities: Record<string, string>;
}

/** A customer nobody has talked to yet: each run is a first contact. */
const CUSTOMER = `+1415555${randomInt(1_000, 10_000)}`;
const folder = resolve(process.env['PARLEY_DATA'] ?? './data');
let step = 0;

function tell(sentence: string, facts = ''): void {
  step += 1;
  console.log(`${String(step).padStart(2)}. ${sentence}${facts === '' ? '' : `\n    ${facts}`}`);
}

async function readCredentials(): Promise<Credentials> {
  try {
    return JSON.parse(await readFile(join(folder, 'credentials.json'), 'utf8')) as Credentials;
  } catch {
    console.error(`No credentials in ${folder}. Start the server first: npm start`);
    process.exit(1);
  }
}

/** Looks again until something is there; a demo may wait, at most ten seconds. */
async function eventually<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error(`${what} did not happen within ten seconds`);
}

const credentials = await readCredentials();
const { baseUrl, accountSid, authToken, chatServiceSid, proxyServiceSid, workspaceSid } = credentials;
const client = outboundClient(accountSid, authToken, baseUrl);
const worker = credentials.workers[0]!;
const flow = credentials.flexFlows.find((candidate) => candidate.contactIdentity === worker.phone)!;
const workspace = client.taskrouter.v1.workspaces(workspaceSid);
const began = performance.now();

const customerPhone = async (path: string, body?: unknown) => {
  const answer = await fetch(`${baseUrl}/handset/api/${path}`, {
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`The handset answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
};

await workspace.workers(worker.sid).update({ activitySid: credentials.activities['Available']! });
tell(`${worker.friendlyName} is available`, `worker ${worker.sid}, number ${worker.phone}`);

const channel = await client.flexApi.v1.channel.create({
  flexFlowSid: flow.sid,
  identity: `demo_${Date.now()}`,
  target: CUSTOMER,
  chatFriendlyName: 'Outbound chat with Jane',
  chatUserFriendlyName: 'Jane',
  taskAttributes: JSON.stringify({
    to: CUSTOMER,
    direction: 'outbound',
    name: 'Jane',
    from: worker.phone,
    targetWorkerPhone: worker.phone,
    autoAnswer: true,
  }),
});
tell('A Flex channel and its task are there', `channel ${channel.sid}, task ${channel.taskSid}`);

const reservation = await eventually('The reservation', async () => {
  const [found] = await workspace
    .workers(worker.sid)
    .reservations.list({ reservationStatus: 'pending', limit: 1 });
  return found;
});
await workspace.workers(worker.sid).reservations(reservation.sid).update({ reservationStatus: 'accepted' });
tell(`The task was offered to ${worker.friendlyName} and accepted`, `reservation ${reservation.sid}`);

const session = await client.proxy.v1.services(proxyServiceSid).sessions.create({
  uniqueName: channel.sid,
  mode: 'message-only',
  participants: [{ Identifier: CUSTOMER, FriendlyName: 'Jane' }],
});
await client.proxy.v1
  .services(proxyServiceSid)
  .sessions(session.sid)
  .participants.create({ identifier: channel.sid, proxyIdentifier: worker.phone, friendlyName: CUSTOMER });
const chat = client.chat.v2.services(chatServiceSid).channels(channel.sid);
const { attributes } = await chat.fetch();
await chat.update({ attributes: JSON.stringify({ ...JSON.parse(attributes), proxySession: session.sid }) });
tell('A Proxy session connects the channel with the phone', `session ${session.sid}`);

await chat.messages.create({ from: worker.friendlyName, body: 'Hello Jane, your order is ready.' });
const interaction = await eventually('The delivery', async () => {
  const [found] = await client.proxy.v1
    .services(proxyServiceSid)
    .sessions(session.sid)
    .interactions.list({ limit: 1 });
  return found?.outboundResourceStatus === 'delivered' ? found : undefined;
});
tell(
  `"Hello Jane, your order is ready." reached ${CUSTOMER}`,
  `interaction ${interaction.sid}, ${interaction.outboundResourceStatus}`,
);

await customerPhone('messages', { phone: CUSTOMER, contact: worker.phone, body: 'Great, I am on my way!' });
const reply = await eventually('The reply', async () => {
  const messages = await chat.messages.list();
  return messages.find((message) => message.index === 1);
});
tell(`The answer is in the agent's channel: "${reply.body}"`, `message ${reply.index}, author ${reply.from}`);

await workspace.tasks(channel.taskSid).update({ assignmentStatus: 'wrapping', reason: 'Demo' });
await workspace.tasks(channel.taskSid).update({ assignmentStatus: 'completed', reason: 'Demo' });
await eventually('The clean-up', async () => {
  const current = await chat.fetch();
  return JSON.parse(current.attributes).status === 'INACTIVE' ? current : undefined;
});
tell('The task is completed; the janitor closed the session and the channel');
console.log(
  `\nDone in ${((performance.now() - began) / 1_000).toFixed(1)} s. Have a look: ${baseUrl}/handset`,
);
