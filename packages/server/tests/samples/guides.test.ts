// Every sample of the guides, through four majors of the SDK and as curl sends it: the documented shape comes back, and
// following a guide to its end carries a text to the customer.
import { beforeAll, describe, expect, it } from 'vitest';
import { useContactCentre } from '../journey/use-contact-centre.ts';
import { CENTRE, OTHER_CENTRE } from '../journey/world.ts';
import { databases } from '../support/databases.ts';
import { messagesOnPhone } from '../support/handset.ts';
import {
  CHAT_CHANNEL,
  FLEX_CHANNEL,
  FLEX_FLOW,
  FLEX_FLOWS,
  INTERACTION,
  PARTICIPANT,
  SESSION,
  type Shape,
} from './documented-answers.ts';
import {
  addParticipant,
  createChannel,
  createChannelWithTask,
  createFlow,
  createInteraction,
  createSession,
  createShortLivedFlow,
  createWhatsAppFlow,
  listFlows,
  type Place,
  sayInConversation,
  sendMessage,
  updateAttributes,
} from './guide-steps.ts';
import { type Answer, type Performance, WAYS } from './ways.ts';

const SID = (prefix: string) => expect.stringMatching(new RegExp(`^${prefix}[0-9a-f]{32}$`));

function expectShape({ body }: Answer, { keys, added = [], within = {} }: Shape): void {
  const others = Object.keys(body).filter((key) => !added.includes(key));
  expect(others.sort()).toEqual([...keys].sort());
  for (const [key, inner] of Object.entries(within)) {
    expect(Object.keys(body[key]).sort(), key).toEqual([...inner].sort());
  }
}

describe.each(databases())('the samples of the guides on $name', ({ create }) => {
  const centre = useContactCentre(create, { lives: 'a file' });

  describe.each(WAYS.map((way, at) => ({ ...way, at })))('as $name', ({ perform, at }) => {
    const place = {} as Place;
    const customer = (number: number) => `+1415555${2_000 + at * 10 + number}`;

    async function does(sample: Performance, status = 201): Promise<Answer> {
      const answer = await perform(centre.server, sample);
      expect(answer.status, JSON.stringify(answer.body)).toBe(status);
      return answer;
    }

    beforeAll(async () => {
      const { world } = centre;
      const channels = await world.client.taskrouter.v1.workspaces(world.workspaceSid).taskChannels.list();
      place.world = world;
      place.taskChannelSid = channels.find(({ uniqueName }) => uniqueName === 'sms')!.sid;
    });

    it('follows "create the task when the agent writes" to its end', async () => {
      place.customer = customer(1);
      const flow = await does(createFlow(place, CENTRE));
      expectShape(flow, FLEX_FLOW);
      expect(flow.body).toMatchObject({
        sid: SID('FO'),
        friendly_name: 'Outbound SMS',
        channel_type: 'sms',
        contact_identity: CENTRE,
        enabled: false,
        integration_type: 'task',
        integration: {
          workspace_sid: place.world.workspaceSid,
          workflow_sid: place.world.workflowSid,
          channel: place.taskChannelSid,
        },
      });
      place.flowSid = flow.body.sid;

      const channel = await does(createChannelWithTask(place));
      expectShape(channel, FLEX_CHANNEL);
      expect(channel.body).toMatchObject({
        sid: SID('CH'),
        task_sid: SID('WT'),
        user_sid: SID('US'),
        flex_flow_sid: place.flowSid,
      });
      place.channelSid = channel.body.sid;

      const session = await does(createSession(place, { Identifier: place.customer }));
      expectShape(session, SESSION);
      expect(session.body).toMatchObject({
        sid: SID('KC'),
        status: 'open',
        unique_name: place.channelSid,
        mode: 'message-only',
      });
      place.sessionSid = session.body.sid;

      const agent = { friendlyName: place.customer, identifier: place.channelSid, proxyIdentifier: CENTRE };
      const participant = await does(addParticipant(place, agent));
      expectShape(participant, PARTICIPANT);
      expect(participant.body).toMatchObject({
        sid: SID('KP'),
        session_sid: place.sessionSid,
        identifier: place.channelSid,
        proxy_identifier: CENTRE,
        proxy_identifier_sid: SID('PN'),
      });

      const attributes = JSON.stringify({ proxySession: place.sessionSid });
      const updated = await does(updateAttributes(place, attributes), 200);
      expectShape(updated, CHAT_CHANNEL);
      expect(updated.body).toMatchObject({ sid: place.channelSid, attributes, members_count: 1 });

      await does(sendMessage(place, 'Anna', 'Your order is ready.'));
      await centre.server.settled();
      expect(await messagesOnPhone(centre.server, place.customer, CENTRE)).toMatchObject([
        { body: 'Your order is ready.' },
      ]);
    });

    it('follows "create the task when the customer responds" to its end', async () => {
      place.customer = customer(2);
      const flows = await does(listFlows, 200);
      expectShape(flows, FLEX_FLOWS);
      expect(flows.body.meta).toMatchObject({ page: 0, page_size: 20, key: 'flex_flows' });
      for (const flow of flows.body.flex_flows) expectShape({ status: 200, body: flow }, FLEX_FLOW);
      expect(flows.body.flex_flows.map(({ sid }: { sid: string }) => sid)).toContain(place.flowSid);

      const channel = await does(createChannel(place));
      expectShape(channel, FLEX_CHANNEL);
      place.channelSid = channel.body.sid;

      const agent = {
        identifier: place.channelSid,
        proxyIdentifier: CENTRE,
        friendlyName: `Jane ${place.customer}`,
      };
      const session = await does(createSession(place, agent));
      expectShape(session, SESSION);
      place.sessionSid = session.body.sid;

      const participant = await does(
        addParticipant(place, { friendlyName: 'This is the Customer', identifier: place.customer }),
      );
      expectShape(participant, PARTICIPANT);
      expect(participant.body).toMatchObject({ identifier: place.customer, proxy_identifier: CENTRE });

      const attributes = JSON.stringify({ proxySession: place.sessionSid });
      expectShape(await does(updateAttributes(place, attributes), 200), CHAT_CHANNEL);

      const message = await does(sendMessage(place, CENTRE, 'Is Tuesday fine?'));
      expect(message.body).toMatchObject({ sid: SID('IM'), from: CENTRE, body: 'Is Tuesday fine?' });
      await centre.server.settled();
      expect(await messagesOnPhone(centre.server, place.customer, CENTRE)).toMatchObject([
        { body: 'Is Tuesday fine?' },
      ]);
    });

    it('makes the flow of the outbound function', async () => {
      const flow = await does(createShortLivedFlow(place, OTHER_CENTRE));
      expectShape(flow, FLEX_FLOW);
      expect(flow.body).toMatchObject({ integration_type: 'task', enabled: false, long_lived: false });
    });

    it('makes the flow of an inbound WhatsApp channel', async () => {
      const flowSid = `FW${String(at).repeat(32)}`;
      const flow = await does(createWhatsAppFlow(place, flowSid));
      expectShape(flow, FLEX_FLOW);
      expect(flow.body).toMatchObject({
        friendly_name: 'WhatsApp Flex Flow',
        channel_type: 'whatsapp',
        integration_type: 'studio',
        integration: { flow_sid: flowSid },
      });
    });

    it.each([
      { channel: 'sms', prefix: '', number: 3, shown: (number: string) => number },
      {
        channel: 'whatsapp',
        prefix: 'whatsapp:',
        number: 4,
        shown: (number: string) => number.replace(/^(\+\d{4})(\d{3})/, '$1-$2-'),
      },
    ])(
      'opens an interaction by $channel and says something in it',
      async ({ channel: type, prefix, number, shown }) => {
        const { world } = place;
        const address = `${prefix}${shown(customer(number))}`;
        const [worker] = world.workers;
        const workflow = await world.client.taskrouter.v1
          .workspaces(world.workspaceSid)
          .workflows(world.workflowSid)
          .fetch();
        const channel = {
          type,
          initiated_by: 'agent',
          properties: { type },
          participants: [{ address, proxy_address: `${prefix}${OTHER_CENTRE}`, type }],
        };
        const routing = {
          properties: {
            workspace_sid: world.workspaceSid,
            workflow_sid: world.workflowSid,
            queue_sid: JSON.parse(workflow.configuration).task_routing.default_filter.queue,
            worker_sid: worker!.sid,
            ...(type === 'sms' ? { task_channel_unique_name: 'sms' } : {}),
            attributes: { customerName: 'Test Customer', customerAddress: address },
          },
        };
        const interaction = await does(createInteraction(channel, routing), 200);
        expectShape(interaction, INTERACTION);
        expect(interaction.body).toMatchObject({
          sid: SID('KD'),
          channel: { type, initiated_by: 'agent' },
          interaction_context_sid: null,
        });
        const task = interaction.body.routing.properties;
        const { conversationSid, customerName } = JSON.parse(task.attributes);
        expect(customerName).toBe('Test Customer');

        const message = await does(sayInConversation(conversationSid, 'agentname', 'Hello world'));
        expect(message.body).toMatchObject({
          sid: SID('IM'),
          conversation_sid: conversationSid,
          author: 'agentname',
          body: 'Hello world',
        });
      },
    );
  });
});
