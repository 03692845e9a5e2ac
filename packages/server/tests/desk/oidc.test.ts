// Signing in at a provider: who is let in, as what, and that nobody else can begin or finish a sign-in.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '#config/config.ts';
import type { OidcConfig } from '#config/desk.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { addColleague, Browser } from './desk-fixture.ts';
import { CLIENT, type IdentityProvider, startProvider, Traveller } from './identity-provider.ts';

const ANN = { email: 'ann@example.com', email_verified: true, name: 'Ann Example' };

describe.each(databases())('a provider people sign in at, on $name', ({ create }) => {
  let provider: IdentityProvider;
  let database: TestDatabase;
  let server: TestServer;
  let traveller: Traveller;

  /** Starts the server anew with these settings of the provider. */
  const serve = async (change: Partial<OidcConfig> = {}) => {
    await server?.stop();
    const { desk } = readConfig({});
    const oidc: OidcConfig = {
      issuer: provider.issuer,
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      name: 'Acme',
      roles: null,
      roleOfUnknown: null,
      ...change,
    };
    server = await startServer(database.url, { desk: { ...desk, oidc } });
    await provider.serve(server.url);
  };

  beforeAll(async () => {
    provider = await startProvider();
    database = await create();
    await serve();
    await addColleague(server, 'Ann@Example.com', { role: 'supervisor' });
  });
  afterAll(async () => {
    await server.stop();
    await provider.close();
    await database.dispose();
  });
  beforeEach(() => {
    traveller = new Traveller();
    provider.person = ANN;
  });

  const begin = (to = '/tasks/WT1?x=1') => `${server.url}/desk/v1/OidcStart?to=${encodeURIComponent(to)}`;
  const isAtDesk = (url: string) => url.startsWith(server.url) && !url.includes('/desk/v1/Oidc');
  /** Goes there and back, and tells who is signed in then. */
  const visit = async (to?: string) => {
    const answer = await traveller.go(begin(to), isAtDesk);
    const browser = new Browser(server.url);
    const token = traveller.cookies(server.url).get('parley_session');
    browser.cookie = token === undefined ? null : `parley_session=${token}`;
    return { page: answer, session: await browser.ask('GET', '/desk/v1/Session') };
  };

  /** Signs in at the provider, up to the address it sends the browser back to. */
  const leave = async (to?: string) => {
    await traveller.go(begin(to), (url) => url.includes('/desk/v1/OidcCallback?'));
    expect(traveller.next).toContain(`${server.url}/desk/v1/OidcCallback?code=`);
  };

  it('lets in whose verified address is a login, and leads him where he wanted to go', async () => {
    const { page, session } = await visit();
    expect(page).toBeNull();
    expect(session.status).toBe(200);
    expect(session.json).toMatchObject({
      login: 'ann@example.com',
      role: 'supervisor',
      sign_in: { password: true, oidc: { name: 'Acme' } },
    });
    expect(traveller.cookies(server.url).has('parley_oidc')).toBe(false);
    const [start, asked] = traveller.visited;
    expect(start).toContain('OidcStart');
    const { searchParams } = new URL(asked!);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/.{43}/),
      state: expect.stringMatching(/.{20}/),
      nonce: expect.stringMatching(/.{20}/),
      redirect_uri: `${server.url}/desk/v1/OidcCallback`,
    });
  });

  it.each([
    ['/admin/flows?x=1#top', '/admin/flows?x=1#top'],
    ['https://evil.example/', '/'],
    ['//evil.example/', '/'],
    ['/\\evil.example/', '/'],
    ['/.//evil.example/', '/'],
    ['\t//evil.example', '/'],
    ['javascript:alert(1)', '/'],
  ])('leads to a path of this origin only: %j', async (to, expected) => {
    await leave(to);
    const answer = await traveller.step(traveller.next);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, expected]);
  });

  it.each([
    ['is not known here', { ...ANN, email: 'bob@example.com' }],
    ['does not vouch', { ...ANN, email_verified: false }],
    ['did not confirm', null],
  ])('refuses whoever %s', async (sentence, person) => {
    provider.person = person;
    const { page, session } = await visit();
    expect(page!.status).toBe(403);
    expect(page!.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page!.text()).toContain(sentence);
    expect(session.status).toBe(401);
  });

  it('writes no markup of a provider into its page', async () => {
    provider.person = { ...ANN, email: '<script>alert(1)</script>@example.com' };
    const { page } = await visit();
    expect(await page!.text()).not.toContain('<script>');
  });

  it('takes an answer once, in the browser that asked, and for a while only', async () => {
    await leave();
    const address = traveller.next;
    const elsewhere = new Traveller();
    expect((await elsewhere.step(address)).status).toBe(403);
    expect(elsewhere.cookies(server.url).size).toBe(0);
    const forged = new Traveller();
    const [text] = traveller.cookies(server.url).get('parley_oidc')!.split('.');
    forged.cookies(server.url).set('parley_oidc', `${text}.${'A'.repeat(43)}`);
    expect((await forged.step(address)).status).toBe(403);
    expect((await traveller.step(address)).status).toBe(302);
    expect((await traveller.step(address)).status).toBe(403);

    traveller = new Traveller();
    await leave();
    await server.advance(11 * 60_000);
    expect((await traveller.step(traveller.next)).status).toBe(403);
  });

  it('adds people and gives them roles where the settings say so', async () => {
    const mapping = new Map([
      ['support', 'agent'],
      ['leads', 'supervisor'],
    ] as const);
    await serve({ roles: { claim: 'groups', mapping } });
    provider.person = { ...ANN, email: 'cleo@example.com', groups: ['leads'] };
    expect((await visit()).page!.status).toBe(403);

    await serve({ roles: { claim: 'groups', mapping }, roleOfUnknown: 'agent' });
    const roles: string[] = [];
    for (const groups of [['support', 'leads'], ['support'], ['none of these'], ['leads']]) {
      traveller = new Traveller();
      provider.person = { ...ANN, email: 'cleo@example.com', name: 'Cleo', groups };
      const { session } = await visit();
      expect(session.json).toMatchObject({ login: 'cleo@example.com', full_name: 'Cleo' });
      roles.push(session.json.role);
    }
    expect(roles).toEqual(['supervisor', 'agent', 'agent', 'supervisor']);
    const password = await new Browser(server.url).signIn('cleo@example.com', '');
    expect(password.status).toBe(400);
    expect((await new Browser(server.url).signIn('cleo@example.com', 'anything')).status).toBe(401);
  });

  it('is told of when it cannot be reached, and is not there where none is set', async () => {
    await serve({ issuer: 'http://127.0.0.1:9' });
    const answer = await traveller.step(begin());
    expect([answer.status, (await answer.text()).includes('cannot be reached')]).toEqual([502, true]);
    await server.stop();
    server = await startServer(database.url);
    expect((await traveller.step(begin())).status).toBe(404);
  });

  it('is set whole, and spoken to in secret', () => {
    const issuer = 'https://id.example.com';
    const given = { PARLEY_OIDC_CLIENT_ID: 'a', PARLEY_OIDC_CLIENT_SECRET: 'b' };
    expect(() => readConfig({ PARLEY_OIDC_ISSUER: issuer })).toThrow(ConfigError);
    expect(() => readConfig({ ...given, PARLEY_OIDC_ISSUER: 'http://id.example.com' })).toThrow(/https/);
    expect(() => readConfig({ ...given, PARLEY_OIDC_ISSUER: issuer, PARLEY_OIDC_ROLES: 'x=owner' })).toThrow(
      /PARLEY_OIDC_ROLES/,
    );
    expect(readConfig({ ...given, PARLEY_OIDC_ISSUER: issuer }).desk.oidc?.issuer).toBe(issuer);
  });
});
