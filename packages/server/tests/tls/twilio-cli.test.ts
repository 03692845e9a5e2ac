// The commands of the guides through an unmodified twilio-cli, which calls twilio.com. It is no dependency: the test
// runs where `TWILIO_CLI` names its program or `twilio` is installed.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CENTRE, CUSTOMER, makeWorld, type World } from '../journey/world.ts';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { messagesOnPhone } from '../support/handset.ts';
import { type SecureServer, startSecureServer } from './secure-server.ts';

const program = [
  process.env['TWILIO_CLI'],
  ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'twilio')),
].find((path): path is string => path !== undefined && path !== '' && existsSync(path));

type Answer = Readonly<Record<string, unknown>> & { readonly sid: string };

describe.skipIf(program === undefined)('twilio-cli', () => {
  let secure: SecureServer;
  let world: World;
  let flow: Answer;
  let channel: Answer;
  let session: Answer;

  beforeAll(async () => {
    secure = await startSecureServer(databases()[0]!.create);
    world = await makeWorld(sdkClient(secure.server.url, secure.server.account));
  });
  afterAll(() => secure?.stop());

  /** Runs a command and reads its answer. */
  async function twilio(command: string, flags: Readonly<Record<string, string>>): Promise<Answer[]> {
    const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
    const { code, out, error } = await secure.run(program!, [command, ...args, '-o', 'json']);
    expect(code, error).toBe(0);
    return JSON.parse(out);
  }

  it('creates a flow', async () => {
    [flow] = (await twilio('api:flex:v1:flex-flows:create', {
      'contact-identity': CENTRE,
      'channel-type': 'sms',
      'chat-service-sid': world.chatServiceSid,
      'integration-type': 'task',
      'integration.workflow-sid': world.workflowSid,
      'integration.workspace-sid': world.workspaceSid,
      'integration.channel': 'sms',
      'friendly-name': 'Outbound SMS',
    })) as [Answer];
    expect(flow).toMatchObject({ friendlyName: 'Outbound SMS', contactIdentity: CENTRE });
  });

  it('lists flows', async () => {
    const flows = await twilio('api:flex:v1:flex-flows:list', {});
    expect(flows.map(({ sid }) => sid)).toEqual([flow.sid]);
  });

  it('opens a channel with a task', async () => {
    const attributes = { to: CUSTOMER, direction: 'outbound', name: 'John', autoAnswer: 'true' };
    [channel] = (await twilio('api:flex:v1:channels:create', {
      identity: 'sms_18001231234',
      target: CUSTOMER,
      'chat-friendly-name': 'Outbound Chat with John',
      'task-attributes': JSON.stringify(attributes),
      'flex-flow-sid': flow.sid,
      'chat-user-friendly-name': 'John',
    })) as [Answer];
    expect(channel).toMatchObject({ flexFlowSid: flow.sid, taskSid: expect.stringMatching(/^WT/) });
  });

  it('makes the session with the customer in it', async () => {
    [session] = (await twilio('api:proxy:v1:services:sessions:create', {
      'service-sid': world.proxyServiceSid,
      'unique-name': channel.sid,
      mode: 'message-only',
      participants: JSON.stringify({ Identifier: CUSTOMER }),
    })) as [Answer];
    expect(session).toMatchObject({ uniqueName: channel.sid, status: 'open' });
  });

  it('adds the channel to the session', async () => {
    const [participant] = await twilio('api:proxy:v1:services:sessions:participants:create', {
      'service-sid': world.proxyServiceSid,
      'session-sid': session.sid,
      identifier: channel.sid,
      'proxy-identifier': CENTRE,
      'friendly-name': CUSTOMER,
    });
    expect(participant).toMatchObject({ identifier: channel.sid, proxyIdentifier: CENTRE });
  });

  it('writes the session into the attributes of the channel, and what is said there reaches the customer', async () => {
    const [updated] = await twilio('api:chat:v2:services:channels:update', {
      'service-sid': world.chatServiceSid,
      sid: channel.sid,
      attributes: JSON.stringify({ proxySession: session.sid }),
    });
    expect(updated!.sid).toBe(channel.sid);
    await twilio('api:chat:v2:services:channels:messages:create', {
      'service-sid': world.chatServiceSid,
      'channel-sid': channel.sid,
      from: CENTRE,
      body: 'Is Tuesday fine?',
    });
    await secure.server.settled();
    expect(await messagesOnPhone(secure.server, CUSTOMER, CENTRE)).toMatchObject([
      { body: 'Is Tuesday fine?' },
    ]);
  });

  it('opens an interaction', async () => {
    const [interaction] = await twilio('api:flex:v1:interactions:create', {
      channel: JSON.stringify({
        type: 'sms',
        initiated_by: 'agent',
        properties: { type: 'sms' },
        participants: [{ address: '+14155550177', proxy_address: '+14155550102', type: 'sms' }],
      }),
      routing: JSON.stringify({
        properties: {
          workspace_sid: world.workspaceSid,
          workflow_sid: world.workflowSid,
          worker_sid: world.workers[0]!.sid,
          task_channel_unique_name: 'sms',
          attributes: { customerName: 'Jane', customerAddress: '+14155550177' },
        },
      }),
    });
    expect(interaction!.sid).toMatch(/^KD/);
  });

  it('prints code, message and where it is explained when a command is refused', async () => {
    const { code, error } = await secure.run(program!, [
      'api:flex:v1:flex-flows:fetch',
      '--sid',
      `FO${'0'.repeat(32)}`,
    ]);
    expect(code).not.toBe(0);
    expect(error).toMatch(/20404/);
    expect(error).toMatch(/not found/);
  });
});
