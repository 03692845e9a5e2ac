// Short codes of a Proxy service, as SDKs before 5.7 call them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { ProxyServer, refusalOf } from './proxy-server.ts';
import { tellText } from './signed-texts.ts';

/** What the typings of the newest SDK do not know any more. */
interface OldService {
  readonly shortCodes: {
    (
      sid: string,
    ): {
      fetch(): Promise<ShortCode>;
      update(change: { isReserved: boolean }): Promise<ShortCode>;
      remove(): Promise<boolean>;
    };
    create(given: { sid: string }): Promise<ShortCode>;
    list(): Promise<ShortCode[]>;
  };
}

interface ShortCode {
  readonly sid: string;
  readonly shortCode: string;
  readonly isoCountry: string;
  readonly isReserved: boolean;
  readonly capabilities: Record<string, boolean>;
}

let nextCode = 24_680;

describe.each(databases())('Proxy short codes on $name', (kind) => {
  let proxy: ProxyServer;

  beforeAll(async () => {
    proxy = await ProxyServer.start(kind);
  });
  afterAll(() => proxy.stop());

  const declare = async () => {
    nextCode += 1;
    return proxy.ownNumber(String(nextCode));
  };
  const codesOf = (serviceSid: string, sdk = 'twilio3') =>
    (
      sdkClient(proxy.server.url, proxy.server.account, sdk).proxy.services(
        serviceSid,
      ) as unknown as OldService
    ).shortCodes;

  it.each(['twilio3', 'twilio4'])('are added, listed, read, reserved and removed by %s', async (sdk) => {
    const { sid } = await proxy.service([proxy.freshNumber()]);
    const codes = codesOf(sid, sdk);
    const own = await declare();
    const added = await codes.create({ sid: own.sid });
    expect(added).toMatchObject({
      sid: own.sid,
      shortCode: own.phoneNumber,
      isoCountry: 'US',
      isReserved: false,
      capabilities: { sms_outbound: true, voice_inbound: false },
    });
    expect((await codes.list()).map((code) => code.sid)).toEqual([own.sid]);
    expect((await codes(own.sid).update({ isReserved: true })).isReserved).toBe(true);
    expect((await codes(own.sid).fetch()).isReserved).toBe(true);
    const numbers = await proxy.client.proxy.v1.services(sid).phoneNumbers.list();
    expect(numbers.map((pooled) => pooled.sid)).not.toContain(own.sid);
    expect(await refusalOf(proxy.client.proxy.v1.services(sid).phoneNumbers(own.sid).fetch())).toMatchObject({
      code: 20404,
    });
    await codes(own.sid).remove();
    expect(await codes.list()).toEqual([]);
  });

  it('answer with exactly the documented keys', async () => {
    const { sid } = await proxy.service();
    const own = await declare();
    const { status, body } = await proxy.request('POST', `/Services/${sid}/ShortCodes`, { Sid: own.sid });
    expect(status).toBe(201);
    expect(Object.keys(body).toSorted()).toEqual(
      [
        'account_sid',
        'capabilities',
        'date_created',
        'date_updated',
        'iso_country',
        'is_reserved',
        'service_sid',
        'short_code',
        'sid',
        'url',
      ].toSorted(),
    );
    expect(body.url).toBe(`${proxy.server.url}/proxy/v1/Services/${sid}/ShortCodes/${own.sid}`);
  });

  it('are in one pool only (80101, 80104), and only those of the account (80606)', async () => {
    const [one, other] = [await proxy.service(), await proxy.service()];
    const own = await declare();
    await codesOf(one.sid).create({ sid: own.sid });
    expect(await refusalOf(codesOf(one.sid).create({ sid: own.sid }))).toMatchObject({ code: 80104 });
    expect(await refusalOf(codesOf(other.sid).create({ sid: own.sid }))).toMatchObject({ code: 80101 });
    const foreign = await proxy.ownNumber('777123', (await proxy.server.addAccount()).sid);
    expect(await refusalOf(codesOf(one.sid).create({ sid: foreign.sid }))).toMatchObject({ code: 80606 });
    const number = await proxy.ownNumber();
    expect(await refusalOf(codesOf(one.sid).create({ sid: number.sid }))).toMatchObject({ status: 400 });
    expect(
      await refusalOf(
        proxy.client.proxy.v1.services(one.sid).phoneNumbers.create({ phoneNumber: own.phoneNumber }),
      ),
    ).toMatchObject({ code: 80606 });
  });

  it('serve sessions for texts in both directions, and refuse those with calls (80201)', async () => {
    const { sid, api } = await proxy.service();
    const own = await declare();
    await codesOf(sid).create({ sid: own.sid });
    const [one, other] = [proxy.freshNumber(212), proxy.freshNumber(212)];
    const people = { participants: [{ Identifier: one }, { Identifier: other }] as never };
    expect(await refusalOf(api.sessions.create(people))).toMatchObject({ status: 400, code: 80201 });
    const session = await api.sessions.create({ mode: 'message-only', ...people });
    const participants = await api.sessions(session.sid).participants.list();
    expect(new Set(participants.map(({ proxyIdentifier }) => proxyIdentifier))).toEqual(
      new Set([own.phoneNumber]),
    );
    expect(participants[0]!.proxyIdentifierSid).toBe(own.sid);
    await tellText(proxy, sid, [one, own.phoneNumber, 'by short code']);
    expect((await proxy.textsTo(other)).map(({ body, from_address }) => [body, from_address])).toEqual([
      ['by short code', own.phoneNumber],
    ]);
    expect(await refusalOf(codesOf(sid)(own.sid).remove())).toMatchObject({ code: 80611 });
    const asked = await api.sessions.create();
    expect(
      await refusalOf(
        api.sessions(asked.sid).participants.create({ identifier: one, proxyIdentifier: own.phoneNumber }),
      ),
    ).toMatchObject({ code: 80201 });
  });

  it('are not seen by another account', async () => {
    const { sid } = await proxy.service();
    const stranger = sdkClient(proxy.server.url, await proxy.server.addAccount(), 'twilio3');
    const codes = (stranger.proxy.services(sid) as unknown as OldService).shortCodes;
    expect(await refusalOf(codes.list())).toMatchObject({ status: 404 });
    expect(await refusalOf(codes(`SC${'0'.repeat(32)}`).fetch())).toMatchObject({ status: 404 });
  });
});
