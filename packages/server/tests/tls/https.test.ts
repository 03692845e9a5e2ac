// HTTPS beside the plain port: the same server, reached by unmodified clients under the names of twilio.com.
import { writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '#kernel/clock.ts';
import { CENTRE, makeWorld, type World } from '../journey/world.ts';
import { accessToken, addKey } from '../realtime/token-fixture.ts';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { messagesOnPhone } from '../support/handset.ts';
import { type SecureServer, startSecureServer } from './secure-server.ts';

describe.each(databases())('HTTPS on $name', ({ create }) => {
  let secure: SecureServer;
  let world: World;

  beforeAll(async () => {
    // Tokens are minted by the wall clock.
    secure = await startSecureServer(create, manualClock(Date.now()));
    world = await makeWorld(sdkClient(secure.server.url, secure.server.account));
  });
  afterAll(() => secure.stop());

  const basic = () => `${secure.server.account.sid}:${secure.server.account.token}`;
  const get = (host: string, path: string, ca: string | undefined = secure.ca) =>
    new Promise<{ status: number; body: string; protocol: string | null }>((resolve, reject) => {
      const call = request(
        {
          host: '127.0.0.1',
          port: secure.port,
          servername: host.split(':')[0]!,
          headers: { host },
          path,
          ca,
          auth: basic(),
        },
        (answer) => {
          let body = '';
          const protocol = (answer.socket as ReturnType<typeof connect>).getProtocol();
          answer.setEncoding('utf8').on('data', (text: string) => (body += text));
          answer.on('end', () => resolve({ status: answer.statusCode!, body, protocol }));
        },
      );
      call.on('error', reject);
      call.end();
    });

  it('answers under the host name of a product with URLs that lead back the same way', async () => {
    const { status, body, protocol } = await get('flex-api.twilio.com', '/v1/FlexFlows?PageSize=20');
    expect(status).toBe(200);
    expect(protocol).toBe('TLSv1.3');
    expect(JSON.parse(body).meta.url).toBe('https://flex-api.twilio.com/v1/FlexFlows?PageSize=20&Page=0');
  });

  it('answers under its own name with the product in the path, as the plain port does', async () => {
    const { status, body } = await get(`localhost:${secure.port}`, '/flex-api/v1/FlexFlows');
    expect(status).toBe(200);
    expect(JSON.parse(body).meta.url).toContain(`https://localhost:${secure.port}/flex-api/v1/FlexFlows`);
  });

  it('is not trusted by a client that does not know the authority', async () => {
    await expect(get('flex-api.twilio.com', '/v1/FlexFlows', '')).rejects.toThrow(/certificate/);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('takes %s', async (version) => {
    const protocol = await new Promise((resolve, reject) => {
      const socket = connect(
        {
          host: '127.0.0.1',
          port: secure.port,
          servername: 'tsock.us1.twilio.com',
          ca: secure.ca,
          minVersion: version,
          maxVersion: version,
        },
        () => {
          resolve(socket.getProtocol());
          socket.destroy();
        },
      );
      socket.on('error', reject);
    });
    expect(protocol).toBe(version);
  });

  it.each([
    { sdk: 'twilio', customer: '+14155550161' },
    { sdk: 'twilio3', customer: '+14155550162' },
  ])('makes flow, channel and session for the package $sdk, which calls twilio.com', async (given) => {
    const { chatServiceSid, proxyServiceSid, workspaceSid, workflowSid } = world;
    const wish = { chatServiceSid, proxyServiceSid, workspaceSid, workflowSid, centre: CENTRE };
    const made = (await secure.client(
      'outbound-client.cjs',
      given.sdk,
      JSON.stringify({ ...wish, customer: given.customer }),
    )) as Record<'flow' | 'channel' | 'session', { sid: string; url: string }> & { listed: string[] };
    expect(made.flow.url).toBe(`https://flex-api.twilio.com/v1/FlexFlows/${made.flow.sid}`);
    expect(made.channel.url).toBe(`https://flex-api.twilio.com/v1/Channels/${made.channel.sid}`);
    expect(made.session.url).toBe(
      `https://proxy.twilio.com/v1/Services/${proxyServiceSid}/Sessions/${made.session.sid}`,
    );
    expect(made.session).toMatchObject({ status: 'open' });
    expect(made.listed).toContain(made.flow.sid);
    await secure.server.settled();
    expect(await messagesOnPhone(secure.server, given.customer, CENTRE)).toMatchObject([
      { body: 'Hello over HTTPS' },
    ]);
  });

  it('carries the WebSocket of @twilio/conversations, which calls tsock.us1.twilio.com', async () => {
    const { server } = secure;
    const key = await addKey(server, server.account);
    const { client } = world;
    const service = client.chat.v2.services(world.chatServiceSid);
    const channel = await service.channels.create({ friendlyName: 'Live' });
    await service.channels(channel.sid).members.create({ identity: 'anna' });
    const token = accessToken({
      accountSid: server.account.sid,
      key,
      identity: 'anna',
      ttl: 3_600,
      chatServiceSid: world.chatServiceSid,
    });
    expect(await secure.client('conversations-client.cjs', token, channel.sid)).toEqual({
      connectionState: 'connected',
      body: 'Hello over a WebSocket',
      author: 'anna',
      index: 0,
    });
  });

  it('serves a renewed certificate to clients that connect later, and drops nobody', async () => {
    const other = await startSecureServer(create);
    const open = () =>
      new Promise<TLSSocket>((resolve, reject) => {
        const { port, ca } = other;
        const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', ca }, () =>
          resolve(socket),
        );
        socket.once('error', reject);
      });
    const served = async () => {
      const socket = await open();
      const { fingerprint256 } = socket.getPeerCertificate();
      socket.destroy();
      return fingerprint256;
    };
    const early = await open();
    const before = await served();
    await writeFile(other.certFile, 'half of a certificate');
    expect(await served()).toBe(before);
    await other.renewCertificate();
    let after = before;
    for (const giveUp = Date.now() + 20_000; after === before && Date.now() < giveUp; )
      after = await served();
    expect(after).not.toBe(before);
    early.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(String(await new Promise((resolve) => early.once('data', resolve)))).toMatch(/^HTTP\/1.1 200/);
    early.destroy();
    await other.stop();
  });

  it('stops while clients keep connections open', async () => {
    const other = await startSecureServer(create);
    const socket = connect({ host: '127.0.0.1', port: other.port, servername: 'localhost', ca: other.ca });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    await other.stop();
    await ended;
  });
});
