// Who may take part in a session, and which of our addresses each one gets.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { ProxyServer, refusalOf } from './proxy-server.ts';

type Service = Awaited<ReturnType<ProxyServer['service']>>;

describe.each(databases())('Proxy participants on $name', (kind) => {
  let proxy: ProxyServer;
  let number: string;
  let service: Service;
  let api: Service['api'];
  let lastCustomer = 5_550_000;

  beforeAll(async () => {
    proxy = await ProxyServer.start(kind);
    number = proxy.freshNumber();
    service = await proxy.service([number]);
    api = service.api;
  });
  afterAll(() => proxy.stop());

  const customer = () => {
    lastCustomer += 1;
    return `+1212${lastCustomer}`;
  };
  const session = (mode = 'message-only') => api.sessions.create({ mode: mode as 'message-only' });
  const join = (sid: string, identifier: string, proxyIdentifier?: string) =>
    api.sessions(sid).participants.create({
      identifier,
      ...(proxyIdentifier === undefined ? {} : { proxyIdentifier }),
    });

  it('takes two participants and refuses a third with 80609', async () => {
    const { sid } = await session();
    await join(sid, customer());
    await join(sid, customer());
    expect(await refusalOf(join(sid, customer()))).toMatchObject({ status: 400, code: 80609 });
    expect(await api.sessions(sid).participants.list()).toHaveLength(2);
  });

  it('lets two of 20 participants at once into a session', async () => {
    const { sid } = await session();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => join(sid, customer())));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : []));
    expect(new Set(codes)).toEqual(new Set([80609]));
    expect(await api.sessions(sid).participants.list()).toHaveLength(2);
  });

  it('refuses the same identifier twice with 80103, and once removed with 80612', async () => {
    const { sid } = await session();
    const identifier = customer();
    const participant = await join(sid, identifier);
    expect(await refusalOf(join(sid, identifier))).toMatchObject({ status: 400, code: 80103 });
    await join(sid, customer());
    expect(await refusalOf(join(sid, identifier))).toMatchObject({ status: 400, code: 80103 });
    expect(await api.sessions(sid).participants(participant.sid).remove()).toBe(true);
    expect(await refusalOf(api.sessions(sid).participants(participant.sid).fetch())).toMatchObject({
      status: 404,
    });
    expect(await refusalOf(api.sessions(sid).participants(participant.sid).remove())).toMatchObject({
      status: 404,
    });
    expect(await refusalOf(join(sid, identifier))).toMatchObject({ status: 400, code: 80612 });
    await join(sid, customer());
    const elsewhere = await session();
    await join(elsewhere.sid, identifier, number);
  });

  it('lets one of 50 sessions at once have a pair, and answers the others 409/80604', async () => {
    const identifier = customer();
    const sessions = await Promise.all(Array.from({ length: 50 }, () => session()));
    const outcomes = await Promise.allSettled(sessions.map(({ sid }) => join(sid, identifier, number)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? outcome.reason : []));
    expect(new Set(refusals.map(({ code, status }) => `${status}/${code}`))).toEqual(new Set(['409/80604']));
  });

  it('gives 50 sessions at once with the same person each another number, then has none left (80206)', async () => {
    const numbers = Array.from({ length: 6 }, () => proxy.freshNumber());
    const pool = await proxy.service(numbers);
    const identifier = customer();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, () =>
        pool.api.sessions.create({ participants: [{ Identifier: identifier }] as never }),
      ),
    );
    const made = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
    const participants = await Promise.all(made.map(({ sid }) => pool.api.sessions(sid).participants.list()));
    const given = participants.flat().map(({ proxyIdentifier }) => proxyIdentifier);
    expect(given.toSorted()).toEqual(numbers.toSorted());
    const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : []));
    expect(new Set(codes)).toEqual(new Set([80206]));
    expect(await pool.api.sessions.list()).toHaveLength(6);
  });

  it('refuses a closed session (80607) and an unknown one (20404)', async () => {
    const { sid } = await session();
    await api.sessions(sid).update({ status: 'closed' });
    expect(await refusalOf(join(sid, customer()))).toMatchObject({ status: 400, code: 80607 });
    expect(await refusalOf(join(sid.replace(/.$/, 'z'), customer()))).toMatchObject({ code: 20404 });
  });

  it('takes chat channels and channel addresses only in message-only sessions (80616)', async () => {
    const channel = await proxy.channel();
    for (const identifier of [channel.sid, 'whatsapp:+12125559999']) {
      const { sid } = await session('voice-and-message');
      expect(await refusalOf(join(sid, identifier, number))).toMatchObject({ status: 400, code: 80616 });
      const quiet = await session();
      await join(quiet.sid, identifier);
    }
    const { sid } = await session();
    expect(await refusalOf(join(sid, 'nobody'))).toMatchObject({ status: 400, code: 80404 });
  });

  it('refuses a chat channel that does not exist (80618) or is in another chat service', async () => {
    const channel = await proxy.channel();
    const { sid } = await session();
    const unknown = channel.sid.replace(/.{4}$/, 'ffff');
    expect(await refusalOf(join(sid, unknown, number))).toMatchObject({ status: 400, code: 80618 });
    const { serviceSid } = await proxy.channel();
    const other = await proxy.service([], { chatInstanceSid: serviceSid });
    const inOther = await other.api.sessions.create({ mode: 'message-only' });
    expect(
      await refusalOf(other.api.sessions(inOther.sid).participants.create({ identifier: channel.sid })),
    ).toMatchObject({ status: 400, code: 20001 });
  });

  it('refuses a number of nobody (80606), of another pool or of no pool (80605), and takes a reserved one', async () => {
    const { sid } = await session();
    expect(await refusalOf(join(sid, customer(), '+14155559876'))).toMatchObject({
      status: 400,
      code: 80606,
    });
    expect(await refusalOf(join(sid, customer(), 'nonsense'))).toMatchObject({ status: 400, code: 80606 });
    const unpooled = await proxy.ownNumber();
    expect(await refusalOf(join(sid, customer(), unpooled.phoneNumber))).toMatchObject({ code: 80605 });
    const foreign = proxy.freshNumber();
    await proxy.service([foreign]);
    expect(await refusalOf(join(sid, customer(), foreign))).toMatchObject({ code: 80605 });
    await api.phoneNumbers.create({ sid: unpooled.sid, isReserved: true });
    const reserved = await join(sid, customer(), unpooled.phoneNumber);
    expect(reserved.proxyIdentifierSid).toBe(unpooled.sid);
    const bySid = await api
      .sessions(sid)
      .participants.create({ identifier: customer(), proxyIdentifierSid: unpooled.sid });
    expect(bySid.proxyIdentifier).toBe(unpooled.phoneNumber);
  });

  it('gives nobody a number the account has given up', async () => {
    const [gone, kept] = [await proxy.ownNumber(), await proxy.ownNumber()];
    const pool = await proxy.service();
    for (const { sid } of [gone, kept]) await pool.api.phoneNumbers.create({ sid });
    await proxy.client.incomingPhoneNumbers(gone.sid).remove();
    const { sid } = await pool.api.sessions.create();
    const participants = pool.api.sessions(sid).participants;
    expect(await participants.create({ identifier: customer() })).toMatchObject({
      proxyIdentifier: kept.phoneNumber,
    });
    expect(
      await refusalOf(participants.create({ identifier: customer(), proxyIdentifier: gone.phoneNumber })),
    ).toMatchObject({ code: 80606 });
    expect(
      await refusalOf(participants.create({ identifier: customer(), proxyIdentifierSid: gone.sid })),
    ).toMatchObject({ code: 80606 });
  });

  it('tells an empty pool (80208) from a reserved one (80207) and one in another country (80203)', async () => {
    const pool = await proxy.service();
    const { sid } = await pool.api.sessions.create();
    const participants = pool.api.sessions(sid).participants;
    expect(await refusalOf(participants.create({ identifier: customer() }))).toMatchObject({ code: 80208 });
    const { sid: numberSid } = await proxy.ownNumber();
    await pool.api.phoneNumbers.create({ sid: numberSid, isReserved: true });
    expect(await refusalOf(participants.create({ identifier: customer() }))).toMatchObject({ code: 80207 });
    await pool.api.phoneNumbers(numberSid).update({ isReserved: false });
    expect(await refusalOf(participants.create({ identifier: '+442079460000' }))).toMatchObject({
      code: 80203,
    });
    await participants.create({ identifier: customer() });
  });

  it('writes the number as an address of the participant’s medium', async () => {
    const { sid } = await session();
    const whatsapp = await join(sid, 'whatsapp:+12125551234');
    expect(whatsapp.proxyIdentifier).toBe(`whatsapp:${number}`);
    const channel = await proxy.channel();
    expect((await join(sid, channel.sid)).proxyIdentifier).toBe(`whatsapp:${number}`);
    const messenger = await session();
    expect(await refusalOf(join(messenger.sid, 'messenger:1234'))).toMatchObject({ code: 80202 });
    const page = await join(messenger.sid, 'messenger:1234', 'messenger:987');
    expect(page).toMatchObject({ proxyIdentifier: 'messenger:987', proxyIdentifierSid: null });
  });

  it('prefers the number of the Flex Flow in a session named after its channel, even when reserved', async () => {
    const contact = await proxy.ownNumber();
    const pool = await proxy.service([proxy.freshNumber()]);
    await pool.api.phoneNumbers.create({ sid: contact.sid, isReserved: true });
    const channel = await proxy.flexChannel(contact.phoneNumber, 'jane');
    const named = await pool.api.sessions.create({ mode: 'message-only', uniqueName: channel.sid });
    const participant = { identifier: customer() };
    expect(await pool.api.sessions(named.sid).participants.create(participant)).toMatchObject({
      proxyIdentifier: contact.phoneNumber,
      proxyIdentifierSid: contact.sid,
    });
    const unnamed = await pool.api.sessions.create({ mode: 'message-only' });
    const other = await pool.api.sessions(unnamed.sid).participants.create(participant);
    expect(other.proxyIdentifier).not.toBe(contact.phoneNumber);
  });

  it('gives both sides of a session the same number, and a person the number of last time', async () => {
    const numbers = [proxy.freshNumber(), proxy.freshNumber(), proxy.freshNumber()];
    const pool = await proxy.service(numbers);
    const identifier = customer();
    const first = await pool.api.sessions.create();
    const chosen = await pool.api
      .sessions(first.sid)
      .participants.create({ identifier, proxyIdentifier: numbers[2]! });
    const partner = await pool.api.sessions(first.sid).participants.create({ identifier: customer() });
    expect(partner.proxyIdentifier).toBe(chosen.proxyIdentifier);
    await pool.api.sessions(first.sid).update({ status: 'closed' });

    const second = await pool.api.sessions.create();
    const again = await pool.api.sessions(second.sid).participants.create({ identifier });
    expect(again.proxyIdentifier).toBe(numbers[2]);
    await pool.api.sessions(second.sid).update({ status: 'closed' });
    await proxy.client.proxy.v1.services(pool.sid).update({ numberSelectionBehavior: 'avoid-sticky' });
    const third = await pool.api.sessions.create();
    const fresh = await pool.api.sessions(third.sid).participants.create({ identifier });
    expect(fresh.proxyIdentifier).not.toBe(numbers[2]);
  });
});
