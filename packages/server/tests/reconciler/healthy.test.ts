// A busy contact centre in which everything goes its way: the reconciler has nothing to say at any step.
import { describe, expect, it } from 'vitest';
import { useFlex } from '../flex/flex-fixture.ts';
import { openCentre } from '../flex/interactions/interaction-fixture.ts';
import { connectPhone, openChannel } from '../journey/world.ts';
import { databases } from '../support/databases.ts';
import { answerFrom } from '../support/handset.ts';
import { findings } from './reconciler-fixture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe.each(databases())('a healthy contact centre on $name', ({ create }) => {
  const flex = useFlex(create);

  /** Time passes after a step of the journey, and nothing is broken. */
  async function healthyFor(milliseconds: number, step: string, account = flex.server.account) {
    await flex.server.settled();
    expect(await findings(flex.server, account), `right after: ${step}`).toEqual([]);
    await flex.server.advance(milliseconds);
    expect(await findings(flex.server, account), `later: ${step}`).toEqual([]);
  }

  /** Agents come back to work, and the one who is offered the task takes it. */
  async function accept(taskSid: string): Promise<void> {
    const workspace = flex.client.taskrouter.v1.workspaces(flex.world.workspaceSid);
    for (const { sid } of flex.world.workers)
      await workspace.workers(sid).update({ activitySid: flex.world.availableSid });
    await flex.settled();
    const { reservations } = workspace.tasks(taskSid);
    const [pending] = await reservations.list({ reservationStatus: 'pending' });
    await workspace.tasks(taskSid).reservations(pending!.sid).update({ reservationStatus: 'accepted' });
    await flex.settled();
  }

  async function complete(taskSid: string): Promise<void> {
    await accept(taskSid);
    await flex.tasks()(taskSid).update({ assignmentStatus: 'completed', reason: 'done' });
  }

  it('finds nothing on the way of a conversation an agent begins', async () => {
    const flowSid = await flex.world.flow();
    await healthyFor(HOUR, 'a flow');
    const channel = await openChannel(flex.world, flowSid);
    await healthyFor(10 * MINUTE, 'a channel that is not connected yet');
    await connectPhone(flex.world, channel.sid);
    await healthyFor(2 * HOUR, 'a session, and an offer that times out meanwhile');
    await accept(channel.taskSid);
    await healthyFor(2 * HOUR, 'the agent has it');
    await flex.chat(channel.sid).messages.create({ from: 'Anna', body: 'Hello' });
    await flex.says('Hello, who is it?');
    await healthyFor(6 * HOUR, 'they talk');
    await flex.tasks()(channel.taskSid).update({ assignmentStatus: 'wrapping', reason: 'done' });
    await healthyFor(30 * MINUTE, 'the agent wraps up');
    await flex.tasks()(channel.taskSid).update({ assignmentStatus: 'completed', reason: 'done' });
    await healthyFor(48 * HOUR, 'it is over');
  });

  it('finds nothing where the message goes out first and the answer makes the task', async () => {
    const channel = await openChannel(flex.world, await flex.world.flow({ creationOnMessage: true }), {
      withTask: false,
    });
    await connectPhone(flex.world, channel.sid);
    await flex.chat(channel.sid).messages.create({ from: 'Anna', body: 'Is Tuesday fine?' });
    await healthyFor(72 * HOUR, 'the answer is waited for');
    await flex.says('Tuesday is fine.');
    await healthyFor(2 * HOUR, 'the answer made a task');
    const [task] = await flex.tasks().list();
    await complete(task!.sid);
    await healthyFor(48 * HOUR, 'it is over');
  });

  it('finds nothing where customers write first, and come again into a long-lived channel', async () => {
    await flex.world.flow({ enabled: true, longLived: true });
    for (const body of ['Are you open?', 'And tomorrow?']) {
      await flex.says(body);
      await healthyFor(2 * HOUR, `${body} waits for an agent`);
      const [channel] = await flex.channels();
      await complete(channel!.taskSid);
      await healthyFor(72 * HOUR, `${body} is answered, and the channel rests`);
    }
    expect(await flex.channels()).toHaveLength(1);
  });

  it('finds nothing on the way of an interaction', async () => {
    const centre = await openCentre(flex.server);
    await centre.workspace.addWorker('anna', {}, 3);
    const opened = await centre.open();
    const step = (milliseconds: number, name: string) => healthyFor(milliseconds, name, centre.account);
    await centre.accept(opened.taskSid);
    await step(2 * HOUR, 'the agent has it');
    await centre.v1.conversations(opened.threadSid).messages.create({ author: 'anna', body: 'Hello' });
    await answerFrom({ ...flex.server, account: centre.account }, opened.customer, centre.centreNumber, 'Hi');
    await step(20 * HOUR, 'they talk');
    const people = await centre.channel(opened).participants.list();
    const agent = people.find(({ type }) => type === 'agent');
    await centre.channel(opened).participants(agent!.sid).update({ status: 'closed' });
    await step(96 * HOUR, 'it is parked');
    await centre.channel(opened).update({ status: 'closed' });
    await step(96 * HOUR, 'it is closed');
  });
});
