// A server that is killed while files arrive: what was acknowledged is there, and nothing else stays.
import { readdir, utimes } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { type ServerProcess, serverProcess } from '../support/server-process.ts';
import type { MediaRecord } from './media-fixture.ts';

describe('a server that is killed', () => {
  let child: ServerProcess;
  beforeAll(async () => {
    child = await serverProcess();
    await child.start();
  });
  afterAll(() => child.dispose());

  it('has every file it acknowledged, and forgets what was still arriving', async () => {
    const client = sdkClient(child.url(), child.account);
    const { sid } = await client.conversations.v1.services.create({ friendlyName: 'x' });
    const authorization = `Basic ${btoa(`${child.account.sid}:${child.account.token}`)}`;
    const address = () => `${child.url()}/mcs/v1/Services/${sid}/Media`;
    const acknowledged: MediaRecord[] = [];
    const uploading = Array.from({ length: 12 }, async (_item, number) => {
      try {
        for (;;) {
          const answer = await fetch(address(), {
            method: 'POST',
            headers: { authorization, 'content-type': 'text/plain' },
            body: `${number} ${'x'.repeat(20_000)}`,
          });
          if (answer.status === 201) acknowledged.push((await answer.json()) as MediaRecord);
        }
      } catch {
        // It was killed.
      }
    });
    const slow = request(address(), { method: 'POST', headers: { authorization } });
    slow.on('error', () => {});
    slow.write('the beginning of a large file');
    await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(30);
    await child.kill();
    await Promise.all(uploading);
    const arriving = join(child.dataFolder, 'media', 'arriving');
    const left = await readdir(arriving);
    expect(left.length).toBeGreaterThan(0);
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    for (const name of left) await utimes(join(arriving, name), longAgo, longAgo);
    await child.start();
    expect(await readdir(arriving)).toEqual([]);
    for (const { sid: media, size } of acknowledged) {
      const answer = await fetch(`${address()}/${media}/Content`, { headers: { authorization } });
      expect([answer.status, (await answer.text()).length]).toEqual([200, size]);
    }
  });
});
