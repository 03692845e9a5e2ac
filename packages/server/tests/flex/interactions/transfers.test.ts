// Transfers of interactions: handed over, shared, opened to somebody outside, and taken back.
import { beforeAll, describe, expect, it } from 'vitest';
import { sdkClient } from '../../support/clients.ts';
import { databases } from '../../support/databases.ts';
import { messagesOnPhone } from '../../support/handset.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import { type Centre, type Json, type Opened, openCentre } from './interaction-fixture.ts';

const NOTE = `KQ${'a'.repeat(32)}`;
const SUMMARY = `KQ${'b'.repeat(32)}`;

describe.each(databases())('transfers of interactions on $name', ({ create }) => {
  let server: TestServer;
  let centre: Centre;
  let number = 0;
  useServer(create, (started) => {
    server = started;
  });
  beforeAll(async () => {
    centre = await openCentre(server);
  });

  /** An agent at work on an interaction, and another who is free. */
  async function scene() {
    number += 1;
    const names = { from: `from${number}`, to: `to${number}` };
    const fromSid = await centre.workspace.addWorker(names.from);
    const toSid = await centre.workspace.addWorker(names.to);
    const opened = await centre.open({ routing: { worker_sid: fromSid } });
    await centre.accept(opened.taskSid);
    const [agent] = (await centre.channel(opened).participants.list()).filter(({ type }) => type === 'agent');
    return { ...opened, names, fromSid, toSid, agentSid: agent!.sid };
  }

  const start = async (opened: Opened, body: object): Promise<Json> => {
    const made = await centre.channel(opened).transfers.create(body);
    await server.settled();
    return made;
  };
  const fetched = (opened: Opened, sid: string) => centre.channel(opened).transfers(sid).fetch();

  it.each(['twilio', 'twilio5'])('starts a cold transfer through %s', async (module) => {
    const { agentSid, toSid, ...opened } = await scene();
    const client = sdkClient(server.url, centre.account, module);
    const made: Json = await client.flexApi.v1
      .interaction(opened.sid)
      .channels(opened.channelSid)
      .transfers.create({ type: 'cold', from: agentSid, to: toSid, noteSid: NOTE, summary_sid: SUMMARY });
    expect(made).toMatchObject({
      sid: expect.stringMatching(/^UX/),
      type: 'cold',
      status: 'active',
      from: agentSid,
      to: toSid,
      noteSid: NOTE,
      summarySid: SUMMARY,
      interactionSid: opened.sid,
      channelSid: opened.channelSid,
    });
  });

  it('hands the conversation over when the other agent accepts a cold transfer', async () => {
    const { names, agentSid, toSid, ...opened } = await scene();
    const { sid } = await start(opened, { type: 'cold', from: agentSid, to: toSid });
    expect(await centre.identitiesIn(opened.threadSid)).toEqual([names.from]);
    await centre.accept(opened.taskSid);
    expect(await centre.identitiesIn(opened.threadSid)).toEqual([names.to]);
    expect(await fetched(opened, sid)).toMatchObject({ status: 'completed' });
    expect(await centre.workspace.taskStatus(opened.taskSid)).toBe('assigned');
  });

  it('keeps the conversation when the one who handed it over has wrapped up', async () => {
    const { names, agentSid, toSid, ...opened } = await scene();
    await start(opened, { type: 'cold', from: agentSid, to: toSid });
    await centre.accept(opened.taskSid);
    await centre.channel(opened).participants(agentSid).update({ status: 'closed' });
    await server.settled();
    expect(await centre.stateOf(opened.threadSid)).toBe('active');
    expect(await centre.identitiesIn(opened.threadSid)).toEqual([names.to]);
    expect(await centre.workspace.taskStatus(opened.taskSid)).toBe('assigned');
  });

  it('has both agents in the conversation after a warm transfer', async () => {
    const { names, agentSid, toSid, ...opened } = await scene();
    const { sid } = await start(opened, { type: 'warm', from: agentSid, to: toSid });
    await centre.accept(opened.taskSid);
    expect(await centre.identitiesIn(opened.threadSid)).toEqual([names.from, names.to].sort());
    expect(await fetched(opened, sid)).toMatchObject({ status: 'completed' });
    await centre.channel(opened).participants(agentSid).update({ status: 'closed' });
    await server.settled();
    expect(await centre.identitiesIn(opened.threadSid)).toEqual([names.to]);
    expect(await centre.workspace.taskStatus(opened.taskSid)).toBe('assigned');
  });

  it('fails when the other agent rejects, and the first keeps the conversation', async () => {
    const { names, agentSid, toSid, ...opened } = await scene();
    const { sid } = await start(opened, { type: 'cold', from: agentSid, to: toSid });
    const reservations = centre.workspace.api().tasks(opened.taskSid).reservations;
    const [pending] = await reservations.list({ reservationStatus: 'pending' });
    await centre.workspace
      .api()
      .tasks(opened.taskSid)
      .reservations(pending!.sid)
      .update({ reservationStatus: 'rejected' });
    await server.settled();
    expect(await fetched(opened, sid)).toMatchObject({ status: 'failed' });
    expect(await centre.identitiesIn(opened.threadSid)).toEqual([names.from]);
    expect(await centre.workspace.taskStatus(opened.taskSid)).toBe('assigned');
  });

  it('can be taken back until it is accepted', async () => {
    const { agentSid, toSid, ...opened } = await scene();
    const { sid } = await start(opened, { type: 'warm', from: agentSid, to: toSid });
    const transfer = centre.channel(opened).transfers(sid);
    expect(await transfer.update({ status: 'failed', note_sid: NOTE })).toMatchObject({
      status: 'failed',
      noteSid: NOTE,
    });
    await server.settled();
    expect(await centre.workspace.taskStatus(opened.taskSid)).toBe('assigned');
    await expect(transfer.update({ status: 'completed' })).rejects.toMatchObject({
      status: 400,
      code: 20001,
    });
  });

  it('brings somebody from outside in at once', async () => {
    const { agentSid, ...opened } = await scene();
    const outsider = '+15557771234';
    const made = await start(opened, { type: 'external', from: agentSid, to: outsider });
    expect(made).toMatchObject({ status: 'completed', to: outsider });
    await centre.v1.conversations(opened.threadSid).messages.create({ author: 'agent', body: 'Please help' });
    await server.settled();
    const phone = await messagesOnPhone(
      { ...server, account: centre.account },
      outsider,
      centre.centreNumber,
    );
    expect(phone.map(({ body }) => body)).toEqual(['Please help']);
  });

  it.each([
    ['to nobody', { to: `WK${'0'.repeat(32)}` }],
    ['to an address', { to: '+15557771234' }],
    ['from nobody', { from: `UT${'0'.repeat(32)}` }],
    ['of an unknown type', { type: 'lukewarm' }],
    ['with a note that is none', { noteSid: 'note' }],
    ['to nothing', { to: undefined }],
  ])('refuses a transfer %s', async (_name, change) => {
    const { agentSid, toSid, names, ...opened } = await scene();
    const body = { type: 'cold', from: agentSid, to: toSid, ...change };
    await expect(start(opened, body)).rejects.toMatchObject({ status: 400, code: 20001 });
    expect(await centre.workspace.taskStatus(opened.taskSid)).toBe('assigned');
    expect(await centre.identitiesIn(opened.threadSid)).toEqual([names.from]);
  });

  it('refuses a customer who transfers, and a second transfer at a time', async () => {
    const { agentSid, toSid, ...opened } = await scene();
    const [customer] = await centre.channel(opened).participants.list();
    const wish = { type: 'cold', to: toSid };
    await expect(start(opened, { ...wish, from: customer!.sid })).rejects.toMatchObject({ code: 20001 });
    await start(opened, { ...wish, from: agentSid });
    await expect(start(opened, { ...wish, from: agentSid })).rejects.toMatchObject({ code: 20001 });
  });
});
