// `kill -9` under load: what was acknowledged is there, once, in order, and reaches the customer's phone.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectPhone, makeWorld, type World } from '../journey/world.ts';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { messagesOnPhone } from '../support/handset.ts';
import { type ServerProcess, serverProcess } from '../support/server-process.ts';

/** How often a server is killed; `PARLEY_KILLS` asks for more. */
const KILLS = Number(process.env['PARLEY_KILLS'] ?? 3);
const CHANNELS = 4;
const POSTERS = 12;
/** Longest a server lives after it has acknowledged something. */
const LIFE_MS = 250;
const CENTRE = '+14155550101';

interface Line {
  readonly channelSid: string;
  readonly phone: string;
}

describe.each(databases())('killed servers on $name', ({ name, create }) => {
  let server: ServerProcess;
  let dispose: () => Promise<void>;
  let world: World;
  let lines: Line[];

  beforeEach(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await serverProcess({ DATABASE_URL: database.url });
    await server.start();
    world = await makeWorld(sdkClient(server.url(), server.account));
    lines = [];
    const flow = await world.flow();
    for (let number = 0; number < CHANNELS; number += 1) {
      const phone = `+1415555020${number}`;
      const channel = await world.client.flexApi.v1.channel.create({
        flexFlowSid: flow,
        identity: `customer ${number}`,
        target: phone,
        chatFriendlyName: phone,
        chatUserFriendlyName: phone,
      });
      await connectPhone(world, channel.sid, phone);
      lines.push({ channelSid: channel.sid, phone });
    }
  });
  afterEach(async () => {
    await server.dispose();
    await dispose();
  });

  /** Posts without pause until the server is gone, and notes what was acknowledged, by channel. */
  function load(life: number, acknowledged: Map<string, Set<string>>) {
    const first = Promise.withResolvers<void>();
    const authorization = `Basic ${btoa(`${server.account.sid}:${server.account.token}`)}`;
    const post = async (poster: number) => {
      for (let number = 0; ; number += 1) {
        const { channelSid } = lines[(poster + number) % lines.length]!;
        const body = `${name} ${life}/${poster}/${number}`;
        const path = `chat/v2/Services/${world.chatServiceSid}/Channels/${channelSid}/Messages`;
        const answer = await fetch(`${server.url()}/${path}`, {
          method: 'POST',
          headers: { authorization },
          body: new URLSearchParams({ From: 'Anna', Body: body }),
        }).catch(() => null);
        if (answer === null) return;
        if (answer.status === 201) {
          acknowledged.get(channelSid)!.add(body);
          first.resolve();
        } else if (answer.status !== 503) throw new Error(`unexpected answer ${answer.status}`);
      }
    };
    const ended = Promise.all(Array.from({ length: POSTERS }, (_, poster) => post(poster)));
    return { first: first.promise, ended };
  }

  it(`loses nothing and doubles nothing over ${KILLS} kills`, async () => {
    const acknowledged = new Map(lines.map(({ channelSid }) => [channelSid, new Set<string>()]));
    for (let life = 0; life < KILLS; life += 1) {
      const { first, ended } = load(life, acknowledged);
      await Promise.race([first, ended]);
      await sleep(Math.random() * LIFE_MS);
      await server.kill();
      await ended;
      await server.start();
    }
    const client = sdkClient(server.url(), server.account);
    for (const { channelSid, phone } of lines) {
      const channel = client.chat.v2.services(world.chatServiceSid).channels(channelSid);
      const messages = await channel.messages.list({ pageSize: 1_000 });
      expect(messages.map((message) => message.index)).toEqual(messages.map((_, index) => index));
      const bodies = messages.map((message) => message.body);
      expect(new Set(bodies).size).toBe(bodies.length);
      const stored = new Set(bodies);
      expect([...acknowledged.get(channelSid)!].filter((body) => !stored.has(body))).toEqual([]);
      await expectAllOnPhone(phone, bodies);
    }
    const total = [...acknowledged.values()].reduce((sum, bodies) => sum + bodies.size, 0);
    expect(total).toBeGreaterThan(KILLS);
  }, 600_000);

  /** Delivery goes on after the last start; a lease of the killed process may have to run out first. */
  async function expectAllOnPhone(phone: string, bodies: readonly string[]): Promise<void> {
    const shown = () =>
      messagesOnPhone({ url: server.url(), account: server.account }, phone, CENTRE).then((messages) =>
        messages.map((message) => message.body),
      );
    for (let tries = 0; tries < 600 && (await shown()).length < bodies.length; tries += 1) await sleep(100);
    expect((await shown()).sort()).toEqual([...bodies].sort());
  }
});
