// Content templates through the official clients: what they may consist of, and what becomes of them.
import { beforeEach, describe, expect, it } from 'vitest';
import { UNUSUAL_TEXTS } from '../hostile/strings.ts';
import { SDKS, sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { decide, json, makeTemplate, type Office, openOffice, refusalOf } from './content-fixture.ts';

const GREETING = { 'twilio/text': { body: 'Hello {{1}}' } };

/** Every documented type, as small as it may be. */
const SMALLEST: Readonly<Record<string, unknown>> = {
  'twilio/text': { body: 'Hello' },
  'twilio/media': { media: ['https://example.com/{{1}}'] },
  'twilio/location': { latitude: 52.5, longitude: 13.4 },
  'twilio/list-picker': { body: 'Where to?', button: 'Choose', items: [{ id: 'b', item: 'Berlin' }] },
  'twilio/call-to-action': {
    body: 'Have a look',
    actions: [{ type: 'URL', title: 'Our shop', url: 'https://example.com/{{1}}' }],
  },
  'twilio/quick-reply': { body: 'Do you agree?', actions: [{ title: 'Yes' }] },
  'twilio/card': { title: 'Your order', subtitle: 'It is on its way' },
  'twilio/catalog': { body: 'Our garden furniture' },
  'twilio/carousel': {
    body: 'New today',
    cards: [
      {
        body: 'A chair',
        media: 'https://example.com/chair.jpg',
        actions: [{ type: 'QUICK_REPLY', title: 'I take it' }],
      },
    ],
  },
  'twilio/flows': {
    body: 'Make an appointment',
    button_text: 'Begin',
    type: 'APPOINTMENT_BOOKING',
    pages: [{ id: 'one', title: 'When?', layout: [{ type: 'DATE_PICKER', label: 'Day' }] }],
  },
  'twilio/schedule': { id: 'dentist', title: 'Pick a time', timeSlots: '{{slots}}' },
  'whatsapp/card': { body: 'Your ticket', footer: 'Have a nice trip' },
  'whatsapp/authentication': { actions: [{ type: 'COPY_CODE', copy_code_text: 'Copy' }] },
  'whatsapp/flows': { body: 'Tell us', button_text: 'Begin', flow_id: '123' },
};

describe.each(databases())('content templates on $name', ({ create }) => {
  let server: TestServer;
  let office: Office;

  useServer(create, (started) => {
    server = started;
  });
  beforeEach(async () => {
    office = await openOffice(server);
  });

  const post = (body: unknown) => json(office, 'POST', '/content/v1/Content', body);

  describe.each(SDKS.filter(({ name }) => name === 'twilio 6' || name === 'twilio 5'))(
    'by $name',
    ({ module }) => {
      it('are made, read, changed, handed in and removed', async () => {
        const { contents } = sdkClient(server.url, office.account, module).content.v1;
        const made = await contents.create({
          friendly_name: 'Greeting',
          language: 'en',
          variables: { 1: 'Anna' },
          types: GREETING,
        } as never);
        expect(made).toMatchObject({ friendlyName: 'Greeting', language: 'en', variables: { 1: 'Anna' } });
        expect(made.types).toEqual(GREETING);
        const changed = await contents(made.sid).update({ types: SMALLEST_TEXT } as never);
        expect(changed).toMatchObject({ friendlyName: 'Greeting', types: SMALLEST_TEXT });
        expect((await contents.list()).map(({ sid }) => sid)).toEqual([made.sid]);
        const asked = await contents(made.sid).approvalCreate.create({
          name: 'greeting',
          category: 'UTILITY',
        } as never);
        expect(asked).toMatchObject({ name: 'greeting', category: 'UTILITY', status: 'received' });
        expect((await contents(made.sid).approvalFetch().fetch()).whatsapp).toMatchObject({
          type: 'whatsapp',
          content_type: 'twilio/text',
          status: 'received',
        });
        expect(await contents(made.sid).remove()).toBe(true);
        expect(await refusalOf(contents(made.sid).fetch())).toEqual({ code: 20404, status: 404 });
      });

      it('are taken as the classes of the client spell them', async () => {
        const { contents } = sdkClient(server.url, office.account, module).content.v1;
        const made = await contents.create({
          friendlyName: 'One-time code',
          language: 'en',
          types: {
            twilioCallToAction: { body: 'Copy it', actions: [{ type: 'COPY_CODE', code: '{{1}}' }] },
            whatsappAuthentication: { actions: [{ type: 'COPY_CODE', copyCodeText: 'Copy' }] },
          },
        } as never);
        expect(made.friendlyName).toBe('One-time code');
        expect(made.types).toEqual({
          'twilio/call-to-action': { body: 'Copy it', actions: [{ type: 'COPY_CODE', code: '{{1}}' }] },
          'whatsapp/authentication': { actions: [{ type: 'COPY_CODE', copy_code_text: 'Copy' }] },
        });
      });
    },
  );

  it.each(Object.entries(SMALLEST))('take %s and keep what is not documented', async (type, content) => {
    const types = { [type]: { ...(content as object), of_the_future: { a: [1] } } };
    const made = await post({ language: 'en', types });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect(made.body.types).toEqual(types);
  });

  it('keep several types, and their variables by name and by number', async () => {
    const variables = { 1: 'Anna', OrderNumber: '4711' };
    const { body } = await post({ language: 'pt_BR', variables, types: SMALLEST });
    const read = await json(office, 'GET', `/content/v1/Content/${body.sid}`);
    expect(read.body).toMatchObject({ variables, types: SMALLEST, friendly_name: '', language: 'pt_BR' });
  });

  it('come back with unusual texts in them exactly as they were sent, and are found by them', async () => {
    for (const text of UNUSUAL_TEXTS.filter((unusual) => !unusual.includes('{{'))) {
      const given = {
        friendly_name: text,
        language: 'en',
        variables: { 1: text },
        types: { 'twilio/text': { body: `${text}{{1}}`, note: { [text]: text } } },
      };
      const { status, body } = await post(given);
      expect(status, text).toBe(201);
      expect(body).toMatchObject(given);
      const pattern = text.replaceAll(/[[\]{}()*+?.,\\^$|#\s/'"%_;:<>=!@&~`-]/g, '.');
      const query = new URLSearchParams({ ContentName: `^${pattern}$`, Content: pattern });
      const found = await json(office, 'GET', `/content/v2/Content?${query}`);
      expect(found.status, text).toBe(200);
      expect(found.body.contents.map(({ sid }: { sid: string }) => sid)).toContain(body.sid);
    }
  });

  it('stay as they were handed in, until they are rejected or taken back', async () => {
    const sid = await makeTemplate(office, 'Hello {{1}}', { 1: 'Anna' });
    const change = () => json(office, 'PUT', `/content/v1/Content/${sid}`, { types: SMALLEST_TEXT });
    const handIn = () =>
      json(office, 'POST', `/content/v1/Content/${sid}/ApprovalRequests/whatsapp`, {
        name: 'greeting',
        category: 'MARKETING',
      });
    for (const status of ['received', 'pending', 'approved', 'paused', 'disabled']) {
      await decide(office, sid, status);
      expect([(await change()).status, (await handIn()).status], status).toEqual([409, 409]);
    }
    for (const status of ['rejected', 'unsubmitted']) {
      await decide(office, sid, status);
      expect((await change()).status, status).toBe(200);
      expect((await handIn()).body, status).toMatchObject({ status: 'received', rejection_reason: '' });
    }
  });

  it('say why they were rejected, for as long as they are', async () => {
    const sid = await makeTemplate(office, 'Hello');
    const requests = `/content/v1/Content/${sid}/ApprovalRequests`;
    await json(office, 'POST', `${requests}/whatsapp`, {
      name: 'greeting',
      category: 'utility',
      allow_category_change: false,
    });
    const status = `${requests}/whatsapp/Status`;
    await json(office, 'POST', status, { status: 'rejected', rejection_reason: 'INVALID_FORMAT' });
    expect((await json(office, 'GET', requests)).body.whatsapp).toEqual({
      type: 'whatsapp',
      name: 'greeting',
      category: 'UTILITY',
      content_type: 'twilio/text',
      status: 'rejected',
      rejection_reason: 'INVALID_FORMAT',
      allow_category_change: false,
    });
    expect(await json(office, 'POST', status, { status: 'approved', category: 'MARKETING' })).toMatchObject({
      status: 400,
      body: { code: 20001 },
    });
    await json(office, 'POST', status, { status: 'approved' });
    expect((await json(office, 'GET', requests)).body.whatsapp).toMatchObject({
      status: 'approved',
      rejection_reason: '',
    });
  });

  it('record what became of their approval', async () => {
    const sid = await makeTemplate(office, 'Hello');
    await decide(office, sid, 'approved');
    await decide(office, sid, 'paused');
    const events = await server.context.database.read
      .selectFrom('events')
      .select('data')
      .where('type', '=', 'content-approval.changed')
      .where('subject_sid', '=', sid)
      .orderBy('id')
      .execute();
    expect(events.map(({ data }) => JSON.parse(data).status)).toEqual(['received', 'approved', 'paused']);
  });

  it('are handed in once, whoever asks at the same time', async () => {
    const sid = await makeTemplate(office, 'Hello');
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        json(office, 'POST', `/content/v1/Content/${sid}/ApprovalRequests/whatsapp`, {
          name: `greeting_${at}`,
          category: 'UTILITY',
        }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(11);
  });

  it('are found by name, words, language, type, date and approval, in the order asked for', async () => {
    const made: string[] = [];
    for (const [name, language, types] of [
      ['Order update', 'en', { 'twilio/text': { body: 'Your ORDER left' } }],
      ['order 100%', 'de', { 'twilio/card': { title: 'Bestellung', subtitle: 'unterwegs' } }],
      ['Greeting', 'en', SMALLEST_TEXT],
    ] as const) {
      made.push((await post({ friendly_name: name, language, types })).body.sid);
      await server.advance(1_000);
    }
    await decide(office, made[0]!, 'approved');
    const v2 = office.client.content.v2;
    const found = async (filters: object) =>
      (await v2.contents.list(filters as never)).map(({ sid }) => made.indexOf(sid));
    expect(await found({})).toEqual([0, 1, 2]);
    expect(await found({ contentName: 'ORDER' })).toEqual([0, 1]);
    expect(await found({ contentName: '^order.*%$' })).toEqual([1]);
    expect(await found({ contentName: 'update|greet' })).toEqual([0, 2]);
    expect(await found({ content: 'order left' })).toEqual([0]);
    expect(await found({ content: 'bestellung' })).toEqual([1]);
    expect(await found({ language: ['en'] })).toEqual([0, 2]);
    expect(await found({ language: ['de', 'fr'] })).toEqual([1]);
    expect(await found({ contentType: ['twilio/text'] })).toEqual([0, 2]);
    expect(await found({ channelEligibility: ['whatsapp:approved'] })).toEqual([0]);
    expect(await found({ channelEligibility: ['whatsapp:unsubmitted'] })).toEqual([1, 2]);
    expect(await found({ channelEligibility: ['whatsapp:approved', 'whatsapp:unsubmitted'] })).toEqual([
      0, 1, 2,
    ]);
    expect(await found({ sortByDate: 'desc' })).toEqual([2, 1, 0]);
    expect(await found({ sortByContentName: 'asc', pageSize: 1 })).toEqual(
      [...made.keys()].sort((a, b) => (NAMES[a]! < NAMES[b]! ? -1 : 1)),
    );
    const [first] = await v2.contents.list({ limit: 1 });
    expect(await found({ dateCreatedBefore: first!.dateCreated })).toEqual([0]);
    const withApprovals = await v2.contentAndApprovals.list({ channelEligibility: ['whatsapp:approved'] });
    expect(withApprovals.map(({ approvalRequests }) => approvalRequests)).toEqual([
      expect.objectContaining({ name: 'a_template', status: 'approved' }),
    ]);
  });

  it('are listed with their approval, and as the successors of texts people matched against', async () => {
    const plain = await makeTemplate(office, 'Plain');
    const approved = await makeTemplate(office, 'Hello {{1}}', { 1: 'Anna' });
    await decide(office, approved, 'approved');
    const { contentAndApprovals, legacyContents } = office.client.content.v1;
    const listed = await contentAndApprovals.list();
    expect(listed.map(({ sid, approvalRequests }) => [sid, approvalRequests.status])).toEqual([
      [plain, 'unsubmitted'],
      [approved, 'approved'],
    ]);
    expect(await legacyContents.list()).toMatchObject([
      { sid: approved, legacyTemplateName: 'a_template', legacyBody: 'Hello {{1}}' },
    ]);
  });
});

const SMALLEST_TEXT = { 'twilio/text': SMALLEST['twilio/text'] };
const NAMES = ['Order update', 'order 100%', 'Greeting'];
