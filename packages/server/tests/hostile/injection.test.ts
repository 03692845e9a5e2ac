// Texts that break careless programs come back exactly as they were sent, and find exactly what they name.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { DOCUMENT_KEEPERS, KEEPERS } from './injection/keepers.ts';
import { type Population, populate } from './population.ts';
import { UNUSUAL_DOCUMENTS, UNUSUAL_TEXTS } from './strings.ts';
import { Wire, type WireAnswer } from './wire.ts';

/** As long as every one of these parameters may be, in characters that need four bytes each. */
const LONG_TEXT = '𝒳'.repeat(32);

describe.each(databases())('unusual texts on $name', ({ create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;
  let wire: Wire;
  let own: Population;

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    wire = new Wire(server);
    own = await populate(server, wire, server.account, 0);
  });
  afterAll(async () => {
    wire.close();
    await server.stop();
    await dispose();
  });

  const get = (path: string) => wire.send(own.account, { method: 'GET', path });
  const memberOf = (collection: string, sid: string) =>
    collection.endsWith('.json') ? collection.replace(/\.json$/, `/${sid}.json`) : `${collection}/${sid}`;

  /** Every item of a list, whatever the number of its pages. */
  // biome-ignore lint/suspicious/noExplicitAny: any resource of the API
  async function listed(path: string, list: string): Promise<any[]> {
    const answer = await get(`${path}?PageSize=1000`);
    expect(answer.status, answer.text.slice(0, 300)).toBe(200);
    return answer.json[list];
  }

  it.each(KEEPERS)('come back as $what', async ({ path, parameter, key, form, list }) => {
    const collection = path(own);
    const made = new Map<string, string>();
    for (const [index, text] of [...UNUSUAL_TEXTS, LONG_TEXT].entries()) {
      const sent = { ...form?.(own, index), [parameter]: text };
      const answer: WireAnswer = await wire.post(own.account, collection, sent);
      expect(answer.status, `${text}: ${answer.text.slice(0, 300)}`).toBe(201);
      expect(answer.json[key]).toBe(text);
      made.set(answer.json.sid, text);
      expect((await get(memberOf(collection, answer.json.sid))).json[key]).toBe(text);
    }
    const items = (await listed(collection, list)).filter(({ sid }) => made.has(sid));
    expect(new Map(items.map((item) => [item.sid, item[key]]))).toEqual(made);
  });

  it.each(DOCUMENT_KEEPERS)('come back in the attributes of $what', async ({ path, form, list }) => {
    const collection = path(own);
    const made = new Map<string, string>();
    for (const [index, text] of UNUSUAL_DOCUMENTS.entries()) {
      const answer = await wire.post(own.account, collection, { ...form?.(own, index), Attributes: text });
      expect(answer.status, `${text}: ${answer.text.slice(0, 300)}`).toBe(201);
      expect(answer.json.attributes).toBe(text);
      made.set(answer.json.sid, text);
      const place = `${collection}/${answer.json.sid}`;
      expect((await get(place)).json.attributes).toBe(text);
      const updated = await wire.post(own.account, place, { Attributes: ` ${text}` });
      expect(updated.json.attributes).toBe(` ${text}`);
      made.set(answer.json.sid, ` ${text}`);
    }
    const items = (await listed(collection, list)).filter(({ sid }) => made.has(sid));
    expect(new Map(items.map((item) => [item.sid, item.attributes]))).toEqual(made);
  });

  it('come back as the data of documents and items in Sync', async () => {
    const sync = `/sync/v1/Services/${own.sid('ISsync')}`;
    const list = `${sync}/Lists/${own.sid('ES')}/Items`;
    const documents = UNUSUAL_TEXTS.map((text) => JSON.stringify({ text, [text]: 1 }));
    for (const text of [...documents, ...UNUSUAL_DOCUMENTS]) {
      const value = JSON.parse(JSON.stringify(JSON.parse(text)));
      for (const collection of [`${sync}/Documents`, list]) {
        const made = await wire.post(own.account, collection, { Data: text });
        expect(made.status, `${text}: ${made.text.slice(0, 300)}`).toBe(201);
        expect(made.json.data, text).toEqual(value);
        const place = `${collection}/${made.json.sid ?? made.json.index}`;
        expect((await get(place)).json.data, text).toEqual(value);
      }
    }
  });

  it('find the item of a Sync map of that very key', async () => {
    const items = `/sync/v1/Services/${own.sid('ISsync')}/Maps/${own.sid('MP')}/Items`;
    for (const text of UNUSUAL_TEXTS) {
      const made = await wire.post(own.account, items, { Key: text, Data: JSON.stringify({ text }) });
      expect(made.status, `${text}: ${made.text.slice(0, 300)}`).toBe(201);
      expect(made.json.key).toBe(text);
      expect((await get(`${items}/${encodeURIComponent(text)}`)).json.data, text).toEqual({ text });
    }
    const kept = await listed(items, 'items');
    expect(kept.map(({ key }) => key)).toEqual(expect.arrayContaining([...UNUSUAL_TEXTS]));
  });

  it('find the channel, the user and the member of that very name', async () => {
    const inner = await wire.post(own.account, '/chat/v2/Services', { FriendlyName: 'names' });
    const place = `/chat/v2/Services/${inner.json.sid}`;
    const room = (await wire.post(own.account, `${place}/Channels`, {})).json.sid;
    for (const text of UNUSUAL_TEXTS) {
      const name = encodeURIComponent(text);
      const named = await wire.post(own.account, `${place}/Channels`, { UniqueName: text });
      expect((await get(`${place}/Channels/${name}`)).json.sid, text).toBe(named.json.sid);
      const member = await wire.post(own.account, `${place}/Channels/${room}/Members`, { Identity: text });
      expect((await get(`${place}/Channels/${room}/Members/${name}`)).json.sid, text).toBe(member.json.sid);
      expect((await get(`${place}/Users/${name}`)).json.identity, text).toBe(text);
      const filtered = await get(`${place}/Channels/${room}/Members?Identity=${name}`);
      expect(
        filtered.json.members.map((one: { identity: string }) => one.identity),
        text,
      ).toEqual([text]);
    }
    expect((await listed(`${place}/Users`, 'users')).length).toBe(UNUSUAL_TEXTS.length);
  });

  it('come through a channel of Flex into the attributes of its task', async () => {
    for (const [index, text] of UNUSUAL_DOCUMENTS.entries()) {
      const answer = await wire.post(own.account, '/flex-api/v1/Channels', {
        FlexFlowSid: own.sid('FO'),
        Identity: `customer ${index}`,
        ChatUserFriendlyName: text.slice(0, 256),
        ChatFriendlyName: text.slice(0, 256),
        Target: `+14155${200_000 + index}`,
        TaskAttributes: text,
      });
      expect(answer.status, `${text}: ${answer.text.slice(0, 300)}`).toBe(201);
      const task = await get(`/taskrouter/v1/Workspaces/${own.sid('WS')}/Tasks/${answer.json.task_sid}`);
      const given = Object.entries(JSON.parse(JSON.stringify(JSON.parse(text))) as object);
      const kept = new Map(Object.entries(JSON.parse(task.json.attributes) as object));
      for (const [key, value] of given) expect(kept.get(key), `${key} of ${text}`).toEqual(value);
    }
    await server.settled();
    expect(await server.context.database.read.selectFrom('event_failures').selectAll().execute()).toEqual([]);
  });

  it('are compared as they are in expressions', async () => {
    const workspace = `/taskrouter/v1/Workspaces/${own.sid('WS')}`;
    for (const [index, text] of UNUSUAL_TEXTS.entries()) {
      const attributes = JSON.stringify({ odd: text });
      const form = { FriendlyName: `odd ${index}`, Attributes: attributes };
      const worker = await wire.post(own.account, `${workspace}/Workers`, form);
      expect(worker.status, worker.text.slice(0, 300)).toBe(201);
      // A string of JSON is a string of the language.
      const expression = encodeURIComponent(`odd == ${JSON.stringify(text)}`);
      const found = await get(`${workspace}/Workers?TargetWorkersExpression=${expression}&PageSize=1000`);
      expect(found.status, `${text}: ${found.text.slice(0, 300)}`).toBe(200);
      expect(
        found.json.workers.map((one: { sid: string }) => one.sid),
        text,
      ).toEqual([worker.json.sid]);
    }
  });

  it('are no patterns in filters', async () => {
    const account = `/api/2010-04-01/Accounts/${own.account.sid}`;
    const numbers = `${account}/IncomingPhoneNumbers.json`;
    for (const text of ['%', '_', '%25%', "' OR 1=1 --", '*', 'LINE 0', 'line 0, secret%']) {
      const found = await get(`${numbers}?FriendlyName=${encodeURIComponent(text)}`);
      expect(found.status).toBe(200);
      expect(
        found.json.incoming_phone_numbers.every(
          (one: { friendly_name: string }) => one.friendly_name === text,
        ),
        text,
      ).toBe(true);
    }
    const texts = await get(`${account}/Messages.json?To=${encodeURIComponent('+1415555%')}`);
    expect(texts.json.messages).toEqual([]);
    const deliveries = await get(`/webhooks/v1/Deliveries?EventType=${encodeURIComponent('message%')}`);
    expect(deliveries.json.deliveries).toEqual([]);
  });

  it('do not reach the prototypes of the server', () => {
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });
});
