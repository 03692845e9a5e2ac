// What users of such APIs have complained of: second contacts, second tasks, and races between them.
import { describe, expect, it } from 'vitest';
import { CENTRE, CUSTOMER, connectPhone } from '../../journey/world.ts';
import { databases } from '../../support/databases.ts';
import { answerFrom } from '../../support/handset.ts';
import { useFlex } from '../flex-fixture.ts';

describe.each(databases())('complaints about second contacts on $name', ({ create }) => {
  const flex = useFlex(create);
  const outbound = (given = {}) => flex.flow({ ...flex.toTasks(), enabled: false, ...given });

  it('complaint: a second outbound fails on the session of the first, and only a scan of all sessions tells which', async () => {
    const flow = await outbound();
    const channel = await flex.open(flow);
    const session = await connectPhone(flex.world, channel.sid);
    const second = await flex.open(flow);
    expect(second.sid).toBe(channel.sid);
    // The refusal names the session that is in the way.
    await expect(connectPhone(flex.world, second.sid)).rejects.toMatchObject({
      code: 80603,
      details: { sessionSid: session, sessionStatus: 'open' },
    });
    // Once the work is over, nothing is in the way any more, and nobody had to clean up.
    await flex.complete(channel.taskSid);
    const third = await flex.open(flow);
    expect(third.sid).not.toBe(channel.sid);
    expect(await connectPhone(flex.world, third.sid)).not.toBe(session);
  });

  it('complaint: one chat gets a second task', async () => {
    const flow = await outbound({ longLived: true });
    const channel = await flex.open(flow);
    await connectPhone(flex.world, channel.sid);
    await Promise.all([
      ...Array.from({ length: 5 }, () => flex.open(flow)),
      ...Array.from({ length: 5 }, (_, n) => answerFrom(flex.server, CUSTOMER, CENTRE, `text ${n}`)),
    ]);
    await flex.settled();
    expect((await flex.tasks().list()).map(({ sid }) => sid)).toEqual([channel.taskSid]);
    // Nor after the first one ended, however many want to go on at once.
    await flex.complete(channel.taskSid);
    await Promise.all([
      ...Array.from({ length: 5 }, () => flex.open(flow)),
      ...Array.from({ length: 5 }, (_, n) => answerFrom(flex.server, CUSTOMER, CENTRE, `more ${n}`)),
    ]);
    await flex.settled();
    const open = (await flex.tasks().list()).filter(
      ({ assignmentStatus }) => assignmentStatus !== 'completed',
    );
    expect(open).toHaveLength(1);
    expect((await flex.texts(channel.sid)).sort()).toEqual(
      [0, 1, 2, 3, 4].flatMap((n) => [`more ${n}`, `text ${n}`]).sort(),
    );
  });

  it('complaint: a task made by a plugin for the same chat is not seen, and the next text makes another', async () => {
    const flow = await outbound({ longLived: true });
    const channel = await flex.open(flow);
    await connectPhone(flex.world, channel.sid);
    const transferred = await flex.tasks().create({
      workflowSid: flex.world.workflowSid,
      attributes: JSON.stringify({ channelSid: channel.sid }),
    });
    await flex.complete(channel.taskSid);
    await flex.says('Still there?');
    const open = (await flex.tasks().list()).filter(
      ({ assignmentStatus }) => assignmentStatus !== 'completed',
    );
    expect(open.map(({ sid }) => sid)).toEqual([transferred.sid]);
    expect((await flex.open(flow)).taskSid).toBe(transferred.sid);
  });

  it('complaint: first messages that come at once make several channels', async () => {
    await flex.flow(flex.toTasks());
    const bodies = Array.from({ length: 20 }, (_, number) => `text ${String(number).padStart(2, '0')}`);
    await Promise.all(bodies.map((body) => answerFrom(flex.server, CUSTOMER, CENTRE, body)));
    await flex.settled();
    const [channel, ...others] = await flex.channels();
    expect(others).toEqual([]);
    expect(await flex.sessions()).toHaveLength(1);
    expect((await flex.tasks().list()).map(({ sid }) => sid)).toEqual([channel!.taskSid]);
    expect((await flex.texts(channel!.sid)).sort()).toEqual(bodies);
  });

  it('complaint: first messages and an outbound that come at once make several conversations', async () => {
    const flow = await flex.flow(flex.toTasks());
    await Promise.all([
      ...Array.from({ length: 5 }, () => flex.open(flow, { identity: 'jane' })),
      ...Array.from({ length: 10 }, (_, n) => answerFrom(flex.server, CUSTOMER, CENTRE, `text ${n}`)),
    ]);
    await flex.settled();
    const [channel, ...others] = await flex.channels();
    expect(others).toEqual([]);
    expect(await flex.tasks().list()).toHaveLength(1);
    expect(await flex.sessions()).toHaveLength(1);
    expect(await flex.texts(channel!.sid)).toHaveLength(10);
  });
});
