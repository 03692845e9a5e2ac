// An account reaches nothing of another one: not by path, not by a parent, not by a reference in a body, not in lists.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { startServer, type TestAccount, type TestServer } from '../support/start-server.ts';
import { foreignPaths, ownPath } from './isolation/paths.ts';
import { foreignReferences, SPELLED_REFERENCES, UPDATE_FORMS } from './isolation/references.ts';
import { addressOf, type BuiltOperation, builtOperations } from './operations.ts';
import { type Population, populate, secretOf } from './population.ts';
import { collectionsOf } from './shapes.ts';
import { changedRows, type StoredRows, storedRows } from './stored-rows.ts';
import { encodeForm, FORM_TYPE, type Form, Wire, type WireAnswer } from './wire.ts';

/**
 * What a new account has from the first time it is asked for: a default service of conversations, with its roles, and
 * a Flex instance.
 */
const BORN_WITH_AN_ACCOUNT: ReadonlySet<string> = new Set([
  '/chat/v2/Services',
  '/conversations/v1/Configuration',
  '/conversations/v1/Roles',
  '/conversations/v1/Services',
  '/flex-api/v1/Configuration',
  '/flex-api/v1/account/provision/status',
]);

describe.each(databases())('accounts on $name', ({ create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;
  let wire: Wire;
  /** Whose objects are aimed at. */
  let first: Population;
  /** Who aims, from an account with objects of its own. */
  let rival: Population;
  let operations: BuiltOperation[];
  let before: StoredRows;

  const rowsOfFirst = () => {
    const known = [first.account.sid, ...first.names.values()];
    return storedRows(server, (row) => known.some((sid) => row.includes(sid)));
  };

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    wire = new Wire(server);
    operations = builtOperations(server);
    first = await populate(server, wire, server.account, 0);
    rival = await populate(server, wire, await server.addAccount(), 1);
    before = await rowsOfFirst();
  });
  afterAll(async () => {
    wire.close();
    await server.stop();
    await dispose();
  });

  function send(account: TestAccount | null, operation: BuiltOperation, path: string, form: Form) {
    const isPost = operation.method === 'POST' || operation.method === 'PUT';
    const body =
      operation.bodyType === 'json'
        ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(form) }
        : { headers: { 'content-type': FORM_TYPE }, body: encodeForm(form) };
    return wire.send(account, { method: operation.method, path, ...(isPost ? body : {}) });
  }

  let formsMade = 0;

  /** What the rival once sent to make something in this place, under new names, so that only a SID is wrong. */
  function formFor(operation: BuiltOperation): Form {
    const collections = collectionsOf(`${operation.path.replace(/\.json$/, '')}/{}`);
    const ownForm = rival.forms.get(collections.at(-1)!);
    const parentForm = rival.forms.get(collections.at(-2) ?? '');
    formsMade += 1;
    const form = UPDATE_FORMS[addressOf(operation)] ?? ownForm ?? parentForm ?? {};
    const fresh: Record<string, string> = { Identifier: `+14155${100_000 + formsMade}` };
    for (const name of ['UniqueName', 'Identity', 'FriendlyName']) fresh[name] = `${form[name]} ${formsMade}`;
    return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, fresh[name] ?? value]));
  }

  function expectNothingOfFirst(answer: WireAnswer, what: string): void {
    expect(answer.text.includes(secretOf(first.account)), `${what} is answered ${answer.text}`).toBe(false);
  }

  it('have an object of the first one to aim at for every path of the server', () => {
    const missing = operations
      .flatMap(({ path }) => collectionsOf(path))
      .filter((collection) => !first.members.has(collection) || !rival.members.has(collection));
    expect([...new Set(missing)]).toEqual([]);
    expect(operations.length).toBeGreaterThan(50);
  });

  it('cannot be reached without credentials, or with the token of another one', async () => {
    const strangers = [null, { sid: first.account.sid, token: rival.account.token }];
    for (const operation of operations) {
      for (const stranger of strangers) {
        const answer = await send(stranger, operation, ownPath(operation, first), formFor(operation));
        expect([answer.status, answer.json?.code], addressOf(operation)).toEqual([401, 20003]);
      }
    }
  });

  it('find nothing of each other by any combination of own and foreign SIDs in a path', async () => {
    let tried = 0;
    for (const operation of operations) {
      for (const path of foreignPaths(operation, rival, first)) {
        const answer = await send(rival.account, operation, path, formFor(operation));
        const what = `${operation.method} ${path}`;
        expect([answer.status, answer.json?.code], `${what}: ${answer.text.slice(0, 300)}`).toEqual([
          404, 20404,
        ]);
        expectNothingOfFirst(answer, what);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(operations.length);
  });

  it('cannot refer to objects of each other in parameters', async () => {
    const tried: string[] = [];
    for (const operation of operations) {
      for (const { field, value } of foreignReferences(operation, first)) {
        const name = `${addressOf(operation)} ${field.name}`;
        const path = ownPath(operation, rival);
        tried.push(name);
        if (field.in === 'query') {
          const filtered = await send(
            rival.account,
            operation,
            `${path}?${encodeForm({ [field.name]: value })}`,
            {},
          );
          expectNothingOfFirst(filtered, name);
          continue;
        }
        const form = { ...formFor(operation), [field.name]: value };
        const answer = await send(rival.account, operation, path, form);
        expectNothingOfFirst(answer, name);
        expect([400, 404], `${name}: ${answer.text.slice(0, 300)}`).toContain(answer.status);
        if (UPDATE_FORMS[addressOf(operation)] !== undefined) {
          expect(answer.json.message).toContain(field.name);
          continue;
        }
        // The same request without the foreign object is not refused, or not for the same reason.
        const control = await send(rival.account, operation, path, formFor(operation));
        expect(answer.json.message, name).not.toBe(control.json?.message);
      }
    }
    expect(tried).toContain('POST /proxy/v1/Services ChatInstanceSid');
    expect(tried).toContain('POST /chat/v2/Services/{ServiceSid}/Users RoleSid');
  });

  it.each(SPELLED_REFERENCES)('cannot use $what of each other', async ({ path, form, code }) => {
    const answer = await wire.post(rival.account, path(rival), form(first, rival));
    expect(answer.json?.code, answer.text.slice(0, 300)).toBe(code);
    expectNothingOfFirst(answer, path(rival));
  });

  it('see only their own objects in lists, and a new account sees none', async () => {
    const empty = await server.addAccount();
    for (const operation of operations.filter(
      ({ path, method }) => method === 'GET' && !path.includes('}'),
    )) {
      const ofRival = await send(rival.account, operation, operation.path, {});
      expectNothingOfFirst(ofRival, addressOf(operation));
      const ofNobody = await send(empty, operation, operation.path, {});
      // Some lists must be told what to look for.
      if (ofNobody.status === 400) continue;
      const lists = Object.values(ofNobody.json as object).filter(Array.isArray);
      if (BORN_WITH_AN_ACCOUNT.has(operation.path)) {
        const owners = [ofNobody.json, ...lists.flat()].map((item) => item.account_sid ?? empty.sid);
        expect(new Set(owners), addressOf(operation)).toEqual(new Set([empty.sid]));
      } else expect(lists, addressOf(operation)).toEqual([[]]);
    }
  });

  it('see only their own texts and numbers in the lists of the 2010 API', async () => {
    const empty = await server.addAccount();
    for (const list of ['Messages', 'IncomingPhoneNumbers']) {
      const pathOf = ({ sid }: TestAccount) => `/api/2010-04-01/Accounts/${sid}/${list}.json`;
      const ofRival = await wire.send(rival.account, { method: 'GET', path: pathOf(rival.account) });
      expectNothingOfFirst(ofRival, list);
      const ofNobody = await wire.send(empty, { method: 'GET', path: pathOf(empty) });
      expect(Object.values(ofNobody.json as object).filter(Array.isArray)).toEqual([[]]);
    }
  });

  it('do not share idempotency keys', async () => {
    const answers = [first, rival].map((population) =>
      wire.send(population.account, {
        method: 'POST',
        path: '/chat/v2/Services',
        headers: { 'content-type': FORM_TYPE, 'idempotency-key': 'shared' },
        body: 'FriendlyName=kept+apart',
      }),
    );
    const [one, two] = await Promise.all(answers);
    expect([one!.status, two!.status]).toEqual([201, 201]);
    expect(two!.json.account_sid).toBe(rival.account.sid);
    await wire.send(first.account, { method: 'DELETE', path: `/chat/v2/Services/${one!.json.sid}` });
  });

  it('are as they were after all that', async () => {
    await server.settled();
    const changes = changedRows(before, await rowsOfFirst());
    expect(changes.filter((change) => !change.startsWith('idempotent_answers +'))).toEqual([]);
  });
});
