// Long-lived channels that rest: for how many days, counted from what, to the millisecond.
import { describe, expect, it } from 'vitest';
import { CENTRE, CUSTOMER, connectPhone } from '../journey/world.ts';
import { databases } from '../support/databases.ts';
import { useFlex } from './flex-fixture.ts';

const DAY = 86_400_000;

describe.each(databases())('rest of long-lived channels on $name', ({ create }) => {
  const flex = useFlex(create);
  const post = async (path: string, body: object) => {
    const { sid, token } = flex.server.account;
    const answer = await fetch(`${flex.server.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${sid}:${token}`)}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.ok).toBe(true);
    return (await answer.json()) as Record<string, string>;
  };
  const restFor = (days: number) =>
    post('/flex-api/v1/Configuration', { attributes: { parley: { long_lived_idle_days: days } } });
  const longLived = () => flex.flow({ ...flex.toTasks(), enabled: false, longLived: true });
  const status = async (sid: string) => (await flex.attributes(sid))['status'];
  const endsIn = async (sid: string, milliseconds: number) => {
    await flex.server.advance(milliseconds - 1);
    expect(await status(sid)).toBe('ACTIVE');
    await flex.server.advance(1);
    expect(await status(sid)).toBe('INACTIVE');
    expect((await flex.sessions()).map((session) => session.status)).toEqual(['closed']);
  };

  it('counts from the last word, also when an agent says it while the channel rests', async () => {
    await restFor(2);
    const channel = await flex.open(await longLived());
    await connectPhone(flex.world, channel.sid);
    await flex.complete(channel.taskSid);
    await flex.server.advance(2 * DAY - 1);
    await flex.chat(channel.sid).messages.create({ from: 'Anna', body: 'One more thing' });
    await flex.server.advance(1);
    await endsIn(channel.sid, 2 * DAY - 1);
  });

  it('counts from the end of the work that a text of the customer began again', async () => {
    await restFor(1);
    const channel = await flex.open(await longLived());
    await connectPhone(flex.world, channel.sid);
    await flex.complete(channel.taskSid);
    await flex.server.advance(DAY - 1);
    await flex.says('Hello again');
    await flex.server.advance(DAY / 2);
    expect(await status(channel.sid)).toBe('ACTIVE');
    const [again] = await flex.tasks().list({ assignmentStatus: ['pending', 'reserved'] });
    await flex.tasks()(again!.sid).remove();
    await flex.settled();
    await endsIn(channel.sid, DAY);
  });

  it('counts from the end of the waiting where nobody answered', async () => {
    await restFor(1);
    await longLived();
    const call = await post('/outbound/v1/Conversations', {
      To: CUSTOMER,
      From: CENTRE,
      Body: 'Are you there?',
      Mode: 'send-and-wait',
      Generation: 'legacy',
      ReplyTimeout: 2 * 86_400,
    });
    await flex.settled();
    await flex.server.advance(2 * DAY);
    expect(await status(call['conversation_sid']!)).toBe('ACTIVE');
    await endsIn(call['conversation_sid']!, DAY);
  });
});
