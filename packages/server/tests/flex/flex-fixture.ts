// A contact centre for tests of Flex: flows of every kind, customers who write, agents who work, and what is left.

import { useContactCentre } from '../journey/use-contact-centre.ts';
import { CENTRE, CUSTOMER } from '../journey/world.ts';
import type { databases } from '../support/databases.ts';
import { answerFrom } from '../support/handset.ts';

/** Parameters of a flow beside those every flow has. */
type Given = Record<string, unknown>;

/** What tests do in the contact centre. */
export function useFlex(
  create: ReturnType<typeof databases>[number]['create'],
  options: Parameters<typeof useContactCentre>[1] = {},
) {
  const centre = useContactCentre(create, options);
  const flex = {
    get server() {
      return centre.server;
    },
    get world() {
      return centre.world;
    },
    get client() {
      return centre.world.client;
    },
    /** Everything that was set off has come to rest. */
    settled: () => centre.server.settled(),

    /** The parameters of a flow that leads to tasks. */
    toTasks: (): Given => ({
      integrationType: 'task',
      'integration.workspaceSid': centre.world.workspaceSid,
      'integration.workflowSid': centre.world.workflowSid,
      'integration.channel': 'sms',
    }),
    /** Creates an enabled flow for texts to the number of the centre, unless said otherwise. */
    async flow(given: Given = {}): Promise<string> {
      const flow = await centre.world.client.flexApi.v1.flexFlow.create({
        friendlyName: 'Flow',
        chatServiceSid: centre.world.chatServiceSid,
        channelType: 'sms',
        contactIdentity: CENTRE,
        enabled: true,
        janitorEnabled: true,
        ...given,
      } as never);
      return flow.sid;
    },
    /** A customer writes to an address of the centre. */
    async says(body: string, { from = CUSTOMER, to = CENTRE } = {}): Promise<void> {
      await answerFrom(centre.server, from, to, body);
      await centre.server.settled();
    },
    /** A program opens a channel to the customer. */
    open: (flexFlowSid: string, given: Given = {}) =>
      centre.world.client.flexApi.v1.channel.create({
        flexFlowSid,
        identity: `customer ${Math.random()}`,
        target: CUSTOMER,
        chatFriendlyName: 'Chat',
        chatUserFriendlyName: 'Jane',
        ...given,
      } as never),
    channels: () => centre.world.client.flexApi.v1.channel.list(),
    chat: (sid: string) => centre.world.client.chat.v2.services(centre.world.chatServiceSid).channels(sid),
    async attributes(sid: string): Promise<Record<string, unknown>> {
      return JSON.parse((await flex.chat(sid).fetch()).attributes);
    },
    async setAttributes(sid: string, change: Given): Promise<void> {
      const attributes = JSON.stringify({ ...(await flex.attributes(sid)), ...change });
      await flex.chat(sid).update({ attributes });
      await centre.server.settled();
    },
    /** What was said in a channel, oldest first. */
    async texts(sid: string): Promise<string[]> {
      return (await flex.chat(sid).messages.list()).map(({ body }) => body);
    },
    proxy: () => centre.world.client.proxy.v1.services(centre.world.proxyServiceSid),
    sessions: () => flex.proxy().sessions.list(),
    tasks: () => centre.world.client.taskrouter.v1.workspaces(centre.world.workspaceSid).tasks,
    async taskAttributes(sid: string): Promise<Record<string, unknown>> {
      return JSON.parse((await flex.tasks()(sid).fetch()).attributes);
    },
    /** An agent takes the task. */
    async accept(taskSid: string): Promise<void> {
      await centre.server.settled();
      const [reservation] = await flex.tasks()(taskSid).reservations.list();
      await flex.tasks()(taskSid).reservations(reservation!.sid).update({ reservationStatus: 'accepted' });
    },
    /** An agent takes the task and finishes it. */
    async complete(taskSid: string): Promise<void> {
      await flex.accept(taskSid);
      await flex.tasks()(taskSid).update({ assignmentStatus: 'completed', reason: 'done' });
      await centre.server.settled();
    },
    webhooks: (sid: string) => flex.chat(sid).webhooks.list(),
  };
  return flex;
}
