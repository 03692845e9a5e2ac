// One attempt connects to the address that was checked, whatever the name stands for afterwards.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { deliver } from './deliver.ts';
import { signedRequest } from './signed-request.ts';

it('resolves the host once, checks it and connects to just that address', async () => {
  const hosts: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    hosts.push(request.headers.host);
    response.end('taken');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let lookups = 0;
  const resolve = async () => {
    lookups += 1;
    return [{ address: lookups === 1 ? '127.0.0.1' : '192.0.2.1', family: 4 }];
  };
  const delivery = { sid: 'WD1', url: `http://pinned.invalid:${port}/`, method: 'POST', parameters: '{}' };
  const request = signedRequest(delivery, 'token');
  const { signal } = new AbortController();
  const outcome = await deliver(request, { networks: 'any', signal, resolve });
  expect(outcome).toMatchObject({ kind: 'answered', status: 200, body: 'taken' });
  expect(hosts).toEqual([`pinned.invalid:${port}`]);
  expect(lookups).toBe(1);
  const refused = await deliver(request, {
    networks: 'public',
    signal,
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  });
  expect(refused.kind).toBe('refused');
  expect(hosts).toHaveLength(1);
  await new Promise((closed) => server.close(closed));
});
