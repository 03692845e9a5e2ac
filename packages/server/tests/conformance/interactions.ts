// Flex Interactions: opened, worked on, transferred, parked, taken up again and closed.

import type { Conformance } from './conformance.ts';

const CENTRE = '+14155550181';
const CUSTOMER = '+14155550182';
const NOTE = `KQ${'a'.repeat(32)}`;

/** What interactions refer to. */
interface World {
  readonly workspace: string;
  readonly workflow: string;
  readonly worker: string;
  readonly colleague: string;
}

/** Performs every operation of interactions. */
export async function interactions(conformance: Conformance): Promise<void> {
  const call = conformance.callerOf('flex_v1');
  const world = await makeWorld(conformance);
  const routing = routingTo(world);
  const interaction = await call(
    'CreateInteraction',
    {},
    {
      Channel: JSON.stringify({
        type: 'sms',
        initiated_by: 'agent',
        properties: { type: 'sms' },
        participants: [{ address: CUSTOMER, proxy_address: CENTRE, type: 'sms' }],
      }),
      Routing: routing,
      InteractionContextSid: `HQ${'a'.repeat(32)}`,
      WebhookTtid: 'flex_interactionwebhook_00000000000000000000000000',
    },
  );
  const task = interaction.routing.properties.sid;
  await call('FetchInteraction', { Sid: interaction.sid });
  await call(
    'UpdateInteraction',
    { Sid: interaction.sid },
    { WebhookTtid: 'flex_interactionwebhook_01jke8z8vte4ette30t5w9h081' },
  );
  const place = { InteractionSid: interaction.sid, ChannelSid: interaction.channel.sid };
  await accept(conformance, world, task);
  await playChannels(conformance, place);
  const agent = await playParticipants(conformance, place);
  await playTransfers(conformance, world, place, agent);
  await playInvites(conformance, place, agent, routing);
  await call(
    'UpdateInteractionChannel',
    { InteractionSid: interaction.sid, Sid: interaction.channel.sid },
    { Status: 'closed', Routing: JSON.stringify({ status: 'closed' }) },
  );
}

function routingTo({ workspace, workflow, worker }: World): string {
  return JSON.stringify({
    properties: {
      workspace_sid: workspace,
      workflow_sid: workflow,
      worker_sid: worker,
      task_channel_unique_name: 'sms',
      attributes: { customerName: 'Ann' },
    },
  });
}

async function makeWorld(conformance: Conformance): Promise<World> {
  const taskrouter = conformance.callerOf('taskrouter_v1');
  await conformance.callerOf('api_v2010')('CreateIncomingPhoneNumber', {}, { PhoneNumber: CENTRE });
  const workspace = await taskrouter('CreateWorkspace', {}, { FriendlyName: 'Desk', Template: 'FIFO' });
  const place = { WorkspaceSid: workspace.sid };
  const { workflows } = await taskrouter('ListWorkflow', place);
  const { activities } = await taskrouter('ListActivity', place);
  const available = activities.find(({ available }: { available: boolean }) => available).sid;
  const worker = await taskrouter('CreateWorker', place, { FriendlyName: 'Ann', ActivitySid: available });
  const colleague = await taskrouter('CreateWorker', place, { FriendlyName: 'Bob', ActivitySid: available });
  return {
    workspace: workspace.sid,
    workflow: workflows[0].sid,
    worker: worker.sid,
    colleague: colleague.sid,
  };
}

async function accept(conformance: Conformance, { workspace }: World, taskSid: string): Promise<void> {
  const taskrouter = conformance.callerOf('taskrouter_v1');
  const place = { WorkspaceSid: workspace, TaskSid: taskSid };
  await conformance.server.settled();
  const { reservations } = await taskrouter('ListTaskReservation', place, { ReservationStatus: 'pending' });
  await taskrouter(
    'UpdateTaskReservation',
    { ...place, Sid: reservations[0].sid },
    { ReservationStatus: 'accepted' },
  );
  await conformance.server.settled();
}

type Place = { readonly InteractionSid: string; readonly ChannelSid: string };

async function playChannels(conformance: Conformance, { InteractionSid, ChannelSid }: Place): Promise<void> {
  const call = conformance.callerOf('flex_v1');
  await call('FetchInteractionChannel', { InteractionSid, Sid: ChannelSid });
  await call('ListInteractionChannel', { InteractionSid });
}

async function playParticipants(conformance: Conformance, place: Place): Promise<string> {
  const call = conformance.callerOf('flex_v1');
  await call('CreateInteractionChannelParticipant', place, {
    Type: 'supervisor',
    MediaProperties: JSON.stringify({ identity: 'boss' }),
  });
  await call('CreateInteractionChannelParticipant', place, {
    Type: 'customer',
    MediaProperties: JSON.stringify({ address: '+14155550183', name: 'Carl' }),
  });
  const { participants } = await call('ListInteractionChannelParticipant', place);
  return participants.find(({ type }: { type: string }) => type === 'agent').sid;
}

async function playTransfers(
  conformance: Conformance,
  { colleague }: World,
  place: Place,
  agent: string,
): Promise<void> {
  const call = conformance.callerOf('flex_v1');
  const transfer = await call('CreateInteractionTransfer', place, {
    type: 'warm',
    from: agent,
    to: colleague,
    note_sid: NOTE,
  });
  await call('FetchInteractionTransfer', { ...place, Sid: transfer.sid });
  await call('UpdateInteractionTransfer', { ...place, Sid: transfer.sid }, { status: 'failed' });
  await conformance.server.settled();
}

async function playInvites(
  conformance: Conformance,
  place: Place,
  agent: string,
  routing: string,
): Promise<void> {
  const call = conformance.callerOf('flex_v1');
  await call('UpdateInteractionChannelParticipant', { ...place, Sid: agent }, { Status: 'closed' });
  await call('CreateInteractionChannelInvite', place, { Routing: routing });
  await call('ListInteractionChannelInvite', place, { PageSize: 1 });
}
