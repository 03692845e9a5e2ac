// A contact centre made through the public API: numbers to write from, and agents who take as much work as there is.
import type { ParleyServer } from '../server.ts';
import { RestClient } from '../threads/rest-client.ts';
import { SENDERS } from './plan.ts';

const AGENTS = 20;
/** A capacity nobody comes to the end of. */
const CAPACITY = '1000000';
/** Nobody answers here, and nobody is to be sent home for it. */
const RESERVATION_TIMEOUT_SECONDS = '36000';
const FIRST_NUMBER = 14_155_550_100;

/** Of the channels a workspace starts with. */
export const TASK_CHANNEL = 'default';

/** What calls refer to. */
export interface Centre {
  readonly rest: RestClient;
  readonly numbers: readonly string[];
  readonly workspaceSid: string;
  readonly workflowSid: string;
  /** SIDs of workers. */
  readonly agents: readonly string[];
}

async function makeAgent(rest: RestClient, workspace: string, activitySid: string, number: number) {
  const agent = { FriendlyName: `agent-${number}`, ActivitySid: activitySid };
  const { sid } = await rest.post(`${workspace}/Workers`, agent);
  await rest.post(`${workspace}/Workers/${sid}/Channels/${TASK_CHANNEL}`, { Capacity: CAPACITY });
  return sid as string;
}

/** Makes the centre of a server's first account. */
export async function openCentre({ url, credentials }: ParleyServer): Promise<Centre> {
  const rest = new RestClient(url, credentials);
  const numbers = Array.from({ length: SENDERS }, (_, number) => `+${FIRST_NUMBER + number}`);
  for (const PhoneNumber of numbers) {
    const path = `/api/2010-04-01/Accounts/${credentials.accountSid}/IncomingPhoneNumbers.json`;
    await rest.post(path, { PhoneNumber });
  }
  const made = await rest.post('/taskrouter/v1/Workspaces', { FriendlyName: 'Benchmark', Template: 'FIFO' });
  const workspace = `/taskrouter/v1/Workspaces/${made.sid}`;
  const { workflows } = await rest.get(`${workspace}/Workflows`);
  const { activities } = await rest.get(`${workspace}/Activities`);
  const available = activities.find((one: { available: boolean }) => one.available);
  const workflowSid = workflows[0].sid as string;
  const patience = { TaskReservationTimeout: RESERVATION_TIMEOUT_SECONDS };
  await rest.post(`${workspace}/Workflows/${workflowSid}`, patience);
  const agents: string[] = [];
  for (let number = 0; number < AGENTS; number += 1) {
    agents.push(await makeAgent(rest, workspace, available.sid, number));
  }
  return { rest, numbers, workspaceSid: made.sid, workflowSid, agents };
}
