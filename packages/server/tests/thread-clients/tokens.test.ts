// Access tokens of browser clients: warned of in time, renewed, ended, and refused when they are not good.
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addKey } from '../realtime/token-fixture.ts';
import { protocolDatabases } from '../support/databases.ts';
import { generationsOn } from './generations.ts';
import { overlookRejections } from './own-rejections.ts';
import { type ClientDesk, openDesk, sharedThread } from './sdk-fixture.ts';

const MINUTE = 60_000;
const DAY_SECONDS = 24 * 3_600;

overlookRejections(/^Unable to connect: The access token|^Service not found/);

describe.each(protocolDatabases())('tokens on $name', ({ create, name: database }) => {
  describe.each(generationsOn(database))('with $name', (generation) => {
    let desk: ClientDesk;
    beforeAll(async () => {
      desk = await openDesk(create);
    });
    afterAll(() => desk.close());

    it('are good from both generations of the package that mints them', async () => {
      for (const mint of ['twilio', 'twilio3']) {
        const client = await desk.connect(mint, { generation, token: desk.token(mint, { mint }) });
        expect(client.raw.user.identity).toBe(mint);
      }
    });

    it('that are not good are refused, and the client is told why', async () => {
      const { server } = desk;
      const account = await server.addAccount();
      const foreign = await addKey(server, account);
      const tokens = [
        ['nonsense', 20101, false],
        [desk.token('eve', { key: foreign }), 20103, false],
        [desk.token('eve', { key: { ...desk.key, secret: 'wrong' } }), 20107, false],
        [desk.token('eve', { ttl: -60 }), 20104, true],
      ] as const;
      for (const [token, code, isExpired] of tokens) {
        const client = desk.open('eve', { generation, token });
        const expiries = client.heard(['tokenExpired']);
        const told = client.until('connectionError');
        const denied = client.until('connectionStateChanged', ({ raw }) => raw === 'denied');
        expect((await told).raw).toMatchObject({ terminal: true, httpStatusCode: 401, errorCode: code });
        await denied;
        expect(expiries, String(code)).toHaveLength(isExpired ? 1 : 0);
      }
    });

    it('of another account, or for no service of this one, open nothing', async () => {
      const account = await desk.server.addAccount();
      const key = await addKey(desk.server, account);
      const tokens = [
        desk.token('eve', { account, key }),
        desk.token('eve', { serviceSid: `IS${'0'.repeat(32)}` }),
      ];
      for (const token of tokens) {
        const { raw } = desk.open('eve', { generation, token });
        if (generation.module === 'twilio-chat3') {
          await expect(raw.sessionPromise).rejects.toMatchObject({ status: 404 });
          continue;
        }
        await new Promise<void>((resolve) => {
          raw.on('stateChanged', (state: string) => {
            if (state === 'failed') resolve();
          });
        });
      }
      const users = await desk.service.users.list();
      expect(users.map(({ identity }) => identity)).not.toContain('eve');
    });

    it('that are renewed in time leave everything as it was', async () => {
      const token = desk.token('ann', { ttl: 3_600 });
      const ann = await desk.connect('ann', { generation, token });
      const bob = await desk.connect('bob', { generation });
      const [mine, theirs] = await sharedThread(ann, bob);
      const all = ann.heard(['tokenAboutToExpire', 'tokenExpired', 'connectionStateChanged']);
      const warned = ann.until('tokenAboutToExpire');
      const left = decodeJwt(token).exp! * 1_000 - desk.server.clock.now();
      await desk.server.advance(left - 3 * MINUTE);
      await warned;
      await ann.updateToken(desk.token('ann', { ttl: DAY_SECONDS }));
      await desk.server.advance(10 * MINUTE);
      const heard = ann.until('messageAdded', ({ raw }) => raw.body === 'still there');
      await theirs.send('still there');
      await heard;
      expect(await mine.send('so am I')).toBe(1);
      expect(all.map(({ event }) => event)).toEqual(['tokenAboutToExpire']);
    });

    it('that have run out end the connection, which a new one brings back without a gap', async () => {
      const token = desk.token('cleo', { ttl: 7_200 });
      const cleo = await desk.connect('cleo', { generation, token });
      const dora = await desk.connect('dora', { generation });
      const [, theirs] = await sharedThread(cleo, dora);
      const expired = cleo.until('tokenExpired');
      const ended = cleo.until('connectionStateChanged', ({ raw }) => raw === 'disconnected');
      const left = decodeJwt(token).exp! * 1_000 - desk.server.clock.now();
      await desk.server.advance(left);
      await Promise.all([expired, ended]);
      await theirs.send('missed');
      const heard = cleo.heard(['messageAdded']);
      const caught = cleo.until('messageAdded', ({ raw }) => raw.body === 'now');
      const back = cleo.until('connectionStateChanged', ({ raw }) => raw === 'connected');
      await cleo.updateToken(desk.token('cleo', { ttl: DAY_SECONDS }));
      await back;
      await theirs.send('now');
      await caught;
      expect(heard.map(({ raw }) => raw.body)).toEqual(['missed', 'now']);
    });

    it('of somebody else are refused to a client that is connected', async () => {
      const fay = await desk.connect('fay', { generation });
      const denied = fay.until('connectionStateChanged', ({ raw }) => raw === 'denied');
      await expect(fay.updateToken(desk.token('gus'))).rejects.toBeInstanceOf(Error);
      await denied;
    });
  });
});
