// The timers of conversations at their edges: one tick before, at, and what happens in that moment.
import { describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { openDesk } from './conversation-fixture.ts';

const MINUTE = 60_000;

describe.each(databases())('edges of the timers of conversations on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });
  const make = async (options: Record<string, string>) => {
    const { v1 } = await openDesk(server);
    const { sid } = await v1.conversations.create({ state: 'active', ...options } as never);
    const one = v1.conversations(sid);
    return { one, state: async () => (await one.fetch()).state };
  };

  /** Inactive after a minute and closed after ten, neither a millisecond before. */
  async function endsInSteps(state: () => Promise<string>): Promise<void> {
    await server.advance(MINUTE - 1);
    expect(await state()).toBe('active');
    await server.advance(1);
    expect(await state()).toBe('inactive');
    await server.advance(9 * MINUTE - 1);
    expect(await state()).toBe('inactive');
    await server.advance(1);
    expect(await state()).toBe('closed');
  }

  it('end the activity at the millisecond, and the conversation at its own', async () => {
    const { state } = await make({ 'timers.inactive': 'PT1M', 'timers.closed': 'PT10M' });
    await endsInSteps(state);
  });

  it('begin again with a message in the last millisecond', async () => {
    const { one, state } = await make({ 'timers.inactive': 'PT1M', 'timers.closed': 'PT10M' });
    await server.advance(10 * MINUTE - 1);
    await one.messages.create({ body: 'Wait' });
    expect(await state()).toBe('active');
    await server.advance(MINUTE - 1);
    expect(await state()).toBe('active');
    await server.advance(9 * MINUTE);
    expect(await state()).toBe('inactive');
    await server.advance(1);
    expect(await state()).toBe('closed');
  });

  it('that are due refuse a message or give way to it, and never both', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { one, state } = await make({ 'timers.closed': 'PT10M' });
      server.clock.advance(10 * MINUTE);
      const posts = await Promise.allSettled(
        ['one', 'two', 'three'].map((body) => one.messages.create({ body })),
      );
      await server.settled();
      const said = posts.filter(({ status }) => status === 'fulfilled').length;
      expect(await one.messages.list()).toHaveLength(said);
      if (said === 0) expect(await state()).toBe('closed');
      await server.advance(10 * MINUTE);
      expect(await state()).toBe('closed');
    }
  });

  it('of the account count to the millisecond where the conversation names none', async () => {
    const { v1 } = await openDesk(server);
    await v1.configuration().update({ defaultInactiveTimer: 'PT1M', defaultClosedTimer: 'PT10M' });
    const { sid } = await v1.conversations.create();
    const state = async () => (await v1.conversations(sid).fetch()).state;
    await endsInSteps(state);
  });
});
