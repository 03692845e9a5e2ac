// Flex Interactions: one that an agent works on and is handing over, in a workspace of its own.
import type { Made, Population } from '../population.ts';
import type { Form } from '../wire.ts';

interface Desk {
  readonly workspace: string;
  readonly queue: string;
  readonly worker: string;
  readonly workflow: string;
}

async function makeDesk(population: Population): Promise<Desk> {
  const { sid } = await population.make('WSI', '/taskrouter/v1/Workspaces', {
    FriendlyName: population.text('workspace of interactions'),
  });
  const workspace = `/taskrouter/v1/Workspaces/${sid}`;
  const activity = await population.make('WAI', `${workspace}/Activities`, {
    FriendlyName: population.text('there'),
    Available: 'true',
  });
  const queue = await population.make('WQI', `${workspace}/TaskQueues`, {
    FriendlyName: population.text('all'),
    TargetWorkers: '1==1',
  });
  const workflow = await population.make('WWI', `${workspace}/Workflows`, {
    FriendlyName: population.text('way'),
    Configuration: JSON.stringify({ task_routing: { default_filter: { queue: queue.sid } } }),
  });
  const worker = await population.make('WKI', `${workspace}/Workers`, {
    FriendlyName: population.text('Zoe'),
    ActivitySid: activity.sid,
  });
  return { workspace: sid, queue: queue.sid, worker: worker.sid, workflow: workflow.sid };
}

function routing(population: Population, { workspace, workflow }: Desk, target: object): string {
  const attributes = { note: population.text('task of an interaction') };
  return JSON.stringify({
    properties: { workspace_sid: workspace, workflow_sid: workflow, ...target, attributes },
  });
}

/** Has the agent accept, and starts the transfer, whose body is JSON. */
async function handOver(
  population: Population,
  desk: Desk,
  interaction: Made,
  channel: string,
): Promise<void> {
  const task = `/taskrouter/v1/Workspaces/${desk.workspace}/Tasks/${interaction.routing.properties.sid}`;
  await population.settled();
  const { json } = await population.get(`${task}/Reservations`);
  const accept: Form = { ReservationStatus: 'accepted' };
  await population.wire.post(population.account, `${task}/Reservations/${json.reservations[0].sid}`, accept);
  await population.settled();
  const people = await population.get(`${channel}/Participants`);
  const agent = people.json.participants.find(({ type }: Made) => type === 'agent');
  const form = { type: 'cold', from: agent.sid, to: desk.queue };
  const answer = await population.wire.send(population.account, {
    method: 'POST',
    path: `${channel}/Transfers`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(form),
  });
  if (answer.status !== 201) throw new Error(`a transfer is answered ${answer.status} ${answer.text}`);
  population.remember('UX', `${channel}/Transfers`, answer.json.sid);
}

export async function makeInteractions(population: Population): Promise<void> {
  const desk = await makeDesk(population);
  const interaction = await population.make('KD', '/flex-api/v1/Interactions', {
    Channel: JSON.stringify({
      type: 'sms',
      initiated_by: 'agent',
      participants: [{ address: population.phone(16), proxy_address: population.phone(0) }],
    }),
    Routing: routing(population, desk, { worker_sid: desk.worker }),
  });
  const channels = `/flex-api/v1/Interactions/${interaction.sid}/Channels`;
  population.remember('UO', channels, interaction.channel.sid);
  const channel = `${channels}/${interaction.channel.sid}`;
  await population.make('UT', `${channel}/Participants`, {
    Type: 'supervisor',
    MediaProperties: JSON.stringify({ identity: population.text('boss') }),
  });
  await handOver(population, desk, interaction, channel);
  await population.make('KG', `${channel}/Invites`, {
    Routing: routing(population, desk, { queue_sid: desk.queue }),
  });
}
