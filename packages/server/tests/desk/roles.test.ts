// What the roles of the desk may do over REST, whose work it has to be, and that no other site gets any of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { PERMISSIONS } from '#products/desk/roles/permissions.ts';
import { type Centre, type Opened, openCentre } from '../flex/interactions/interaction-fixture.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { addColleague, Browser, browserOf } from './desk-fixture.ts';

const ROLES = ['agent', 'supervisor', 'admin'] as const;

/** Endpoints beside the declared resources. */
const ENDPOINTS = [
  'POST /flex-api/v1/Channels/:Sid/Roles/:Role/Users',
  'GET /mcs/v1/Services/:ServiceSid/Media/:Sid',
  'GET /desk/v1/Plugins',
  'GET /desk/v1/Messages/Export',
];

/** What a session may do with itself, whatever the role. */
const OF_SESSIONS = ['/desk/v1/Tokens', '/desk/v1/Session/Password'];

/** Calls, and the least role that may make them; where `*` stands an unknown thing is named. */
const CALLS: readonly [method: string, path: string, least: (typeof ROLES)[number]][] = [
  ['GET', '/taskrouter/v1/Workspaces', 'agent'],
  ['GET', '/taskrouter/v1/Workspaces/WS*/Workers', 'agent'],
  ['GET', '/taskrouter/v1/Workspaces/WS*/Tasks/WT*', 'agent'],
  ['GET', '/taskrouter/v1/Workspaces/WS*/TaskQueues/WQ*/Statistics', 'agent'],
  ['GET', '/taskrouter/v1/Workspaces/WS*/Tasks/WT*/Explain', 'supervisor'],
  ['POST', '/taskrouter/v1/Workspaces/WS*/Tasks/WT*', 'supervisor'],
  ['POST', '/taskrouter/v1/Workspaces/WS*/Tasks/WT*/Reservations/WR*', 'supervisor'],
  ['DELETE', '/taskrouter/v1/Workspaces/WS*/Tasks/WT*', 'supervisor'],
  ['POST', '/taskrouter/v1/Workspaces/WS*/Workers/WK*', 'supervisor'],
  ['POST', '/taskrouter/v1/Workspaces/WS*/Workflows/WW*/Simulate', 'supervisor'],
  ['POST', '/taskrouter/v1/Workspaces/WS*/Workflows/WW*', 'admin'],
  ['DELETE', '/taskrouter/v1/Workspaces/WS*', 'admin'],
  ['GET', '/flex-api/v1/FlexFlows', 'agent'],
  ['POST', '/flex-api/v1/FlexFlows/FO*', 'admin'],
  ['POST', '/flex-api/v1/Interactions/KD*/Channels/UO*/Invites', 'supervisor'],
  ['GET', '/conversations/v1/Conversations/CH*/Messages', 'agent'],
  ['POST', '/conversations/v1/Conversations/CH*/Messages', 'supervisor'],
  ['POST', '/conversations/v1/Conversations/CH*/Participants', 'supervisor'],
  ['DELETE', '/conversations/v1/Conversations/CH*', 'admin'],
  ['GET', '/content/v1/Content', 'agent'],
  ['DELETE', '/content/v1/Content/HX*', 'admin'],
  ['GET', '/messaging/v1/Consents', 'agent'],
  ['POST', '/messaging/v1/Consents', 'supervisor'],
  ['POST', '/messaging/v1/Services', 'admin'],
  ['GET', '/proxy/v1/Services/KS*/Sessions/KC*/Interactions', 'agent'],
  ['POST', '/outbound/v1/Conversations', 'agent'],
  ['GET', '/outbound/v1/Bulks', 'agent'],
  ['POST', '/outbound/v1/Bulks', 'supervisor'],
  ['GET', '/operations/v1/Findings', 'supervisor'],
  ['POST', '/operations/v1/Reconciliations', 'admin'],
  ['GET', '/api/2010-04-01/Accounts/AC*/IncomingPhoneNumbers.json', 'agent'],
  ['GET', '/api/2010-04-01/Accounts/AC*/Keys.json', 'admin'],
  ['GET', '/webhooks/v1/Deliveries', 'admin'],
  ['GET', '/desk/v1/Plugins', 'agent'],
  ['POST', '/desk/v1/Plugins/unknown', 'admin'],
  ['GET', '/desk/v1/CannedResponses', 'agent'],
  ['POST', '/desk/v1/CannedResponses', 'supervisor'],
  ['GET', '/desk/v1/Messages', 'agent'],
  ['GET', '/desk/v1/Messages/Export', 'supervisor'],
  ['GET', '/desk/v1/Users', 'admin'],
  ['POST', '/desk/v1/Users', 'admin'],
];

describe.each(databases())('roles on $name', ({ create }) => {
  let database: TestDatabase;
  let server: TestServer;
  let centre: Centre;
  const browsers = {} as Record<(typeof ROLES)[number], Browser>;
  let anna: string;
  /** Two interactions: the agent accepted the first, nobody the second. */
  let own: Opened;
  let other: Opened;

  beforeAll(async () => {
    database = await create();
    server = await startServer(database.url);
    centre = await openCentre(server);
    anna = await centre.workspace.addWorker('Anna');
    const account = { ...server, account: centre.account };
    await addColleague(account, 'agent@example.com', { workerSid: anna });
    await addColleague(account, 'supervisor@example.com', { role: 'supervisor' });
    await addColleague(account, 'admin@example.com', { role: 'admin' });
    for (const role of ROLES) browsers[role] = await browserOf(server, `${role}@example.com`);
    own = await centre.open();
    await centre.accept(own.taskSid);
    other = await centre.open();
  });
  afterAll(async () => {
    await server.stop();
    await database.dispose();
  });

  const filled = (path: string) =>
    path.replace(/([A-Z]{2})\*/g, (_all, prefix: string) =>
      prefix === 'AC' ? centre.account.sid : newSid(prefix),
    );
  const isRefused = async (role: (typeof ROLES)[number], method: string, path: string, form = {}) => {
    const { status, json } = await browsers[role].ask(method, path, method === 'POST' ? { form } : {});
    expect([401, 500, 501], `${role}: ${method} ${path} is answered ${status}`).not.toContain(status);
    if (status === 403) expect(json.code).toBe(20403);
    return status === 403;
  };

  it.each(CALLS)('%s %s takes at least: %s', async (method, path, least) => {
    for (const role of ROLES) {
      const isAllowed = ROLES.indexOf(role) >= ROLES.indexOf(least);
      expect(!(await isRefused(role, method, filled(path))), role).toBe(isAllowed);
    }
  });

  it('speak of routes the server has', () => {
    const routes = [
      ...server.app.routes.map(
        ({ method, product, path }) => `${method} /${product}${path.replace(/\{(\w+)\}/g, ':$1')}`,
      ),
      ...ENDPOINTS,
    ].map((route) => route.replace(/:\w+/g, ':'));
    const dead = PERMISSIONS.supervisor.flatMap(([methods, path]) =>
      methods.split(' ').flatMap((method) => {
        const line = `${method} ${path.replace(/:\w+/g, ':')}`;
        const base = line.replace('/**', '');
        return routes.some((route) => route === base || (base !== line && route.startsWith(`${base}/`)))
          ? []
          : [line];
      }),
    );
    expect(dead).toEqual([]);
  });

  it('let an agent work on what he took, and on nothing else', async () => {
    const workspace = `/taskrouter/v1/Workspaces/${centre.workspace.sid}`;
    const attributes = { Attributes: '{"disposition":"sold"}' };
    expect(await isRefused('agent', 'POST', `${workspace}/Tasks/${other.taskSid}`, attributes)).toBe(true);
    const task = await browsers.agent.ask('GET', `${workspace}/Tasks/${own.taskSid}`);
    const kept = { Attributes: JSON.stringify({ ...JSON.parse(task.json.attributes), disposition: 'sold' }) };
    expect(await isRefused('agent', 'POST', `${workspace}/Tasks/${own.taskSid}`, kept)).toBe(false);

    const [mine] = await centre.workspace.api().tasks(own.taskSid).reservations.list();
    const wrapping = { ReservationStatus: 'wrapping' };
    const ben = await centre.workspace.addWorker('Ben');
    const [his] = await centre.workspace.api().tasks(other.taskSid).reservations.list();
    expect(his!.workerSid).toBe(ben);
    const reservations = (taskSid: string, sid: string) =>
      `${workspace}/Tasks/${taskSid}/Reservations/${sid}`;
    expect(await isRefused('agent', 'POST', reservations(other.taskSid, his!.sid), wrapping)).toBe(true);
    expect(await isRefused('agent', 'POST', reservations(own.taskSid, mine!.sid), wrapping)).toBe(false);

    const invites = ({ sid, channelSid }: Opened) =>
      `/flex-api/v1/Interactions/${sid}/Channels/${channelSid}/Invites`;
    expect(await isRefused('agent', 'POST', invites(other))).toBe(true);
    expect(await isRefused('agent', 'POST', invites(own))).toBe(false);

    const activity = { ActivitySid: centre.workspace.activities.Unavailable };
    expect(await isRefused('agent', 'POST', `${workspace}/Workers/${ben}`, activity)).toBe(true);
    expect(await isRefused('agent', 'POST', `${workspace}/Workers/${anna}`, activity)).toBe(false);
    expect((await centre.workspace.api().workers(anna).fetch()).activityName).toBe('Unavailable');
  });

  it('let an agent change himself, but not into a colleague in conversations', async () => {
    const path = `/taskrouter/v1/Workspaces/${centre.workspace.sid}/Workers/${anna}`;
    const worker = () => centre.workspace.api().workers(anna).fetch();
    const before = await worker();
    const attributes = (more: object) => ({
      Attributes: JSON.stringify({ ...JSON.parse(before.attributes), ...more }),
    });
    const colleague = attributes({ contact_uri: 'client:Ben' });
    expect(await isRefused('agent', 'POST', path, colleague)).toBe(true);
    expect(await isRefused('agent', 'POST', path, { FriendlyName: 'Benjamin' })).toBe(true);
    expect(await worker()).toMatchObject({
      attributes: before.attributes,
      friendlyName: before.friendlyName,
    });
    expect(await isRefused('agent', 'POST', path, attributes({ languages: ['de'] }))).toBe(false);
    expect(JSON.parse((await worker()).attributes).languages).toEqual(['de']);
    expect(await isRefused('supervisor', 'POST', path, colleague)).toBe(false);
    expect(await isRefused('supervisor', 'POST', path, { Attributes: before.attributes })).toBe(false);
  });

  it('let an agent into channels as himself only', async () => {
    const join = (role: 'agent' | 'supervisor', identity: string) =>
      browsers[role].ask('POST', `/flex-api/v1/Channels/${own.threadSid}/Roles/agent/Users`, {
        form: { Identity: identity },
      });
    expect((await join('agent', 'Ben')).status).toBe(403);
    expect((await join('agent', 'Anna')).status).not.toBe(403);
    expect((await join('supervisor', 'Ben')).status).not.toBe(403);
  });

  it('hold within the account: what others have is not there', async () => {
    const rival = await server.addAccount();
    await addColleague({ ...server, account: rival }, 'rival@example.com', { role: 'admin' });
    const browser = await browserOf(server, 'rival@example.com');
    for (const path of [
      `/taskrouter/v1/Workspaces/${centre.workspace.sid}`,
      `/conversations/v1/Conversations/${own.threadSid}`,
      `/flex-api/v1/Interactions/${own.sid}`,
    ]) {
      expect((await browser.ask('GET', path)).status, path).toBe(404);
      expect((await browsers.admin.ask('GET', path)).status, path).toBe(200);
    }
  });

  describe('of another site', () => {
    const path = () => `/taskrouter/v1/Workspaces/${centre.workspace.sid}`;
    const status = async (method: string, headers: Record<string, string>) =>
      (await browsers.admin.askBare(method, path(), { headers })).status;
    const desk = { 'x-parley-desk': '1' };

    it('get nothing without the header of the desk', async () => {
      expect(await status('GET', {})).toBe(401);
      expect(await status('GET', { 'x-parley-desk': 'yes' })).toBe(401);
      expect(await status('POST', {})).toBe(401);
      for (const ofSession of OF_SESSIONS) {
        expect((await browsers.admin.askBare('POST', ofSession)).status, ofSession).toBe(401);
      }
    });

    it('get nothing with it either, where the browser says whose request it is', async () => {
      const own = new URL(server.url).origin;
      expect(await status('POST', { ...desk, origin: own, 'sec-fetch-site': 'same-origin' })).toBe(200);
      const elsewhere: Record<string, string>[] = [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: `${own}.evil.example` },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
      ];
      for (const foreign of elsewhere) {
        expect(await status('POST', { ...desk, ...foreign }), JSON.stringify(foreign)).toBe(403);
        for (const ofSession of OF_SESSIONS) {
          const answer = await browsers.admin.ask('POST', ofSession, { headers: foreign });
          expect(answer.status, ofSession).toBe(403);
        }
      }
    });

    it('are not told that they may ask', async () => {
      const headers = { origin: 'https://evil.example', 'access-control-request-headers': 'x-parley-desk' };
      const answer = await browsers.admin.askBare('OPTIONS', path(), { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    });

    it('cannot follow links that change something; the desk can follow links that read', async () => {
      expect(await status('GET', { 'sec-fetch-site': 'same-origin' })).toBe(200);
      expect(await status('GET', { 'sec-fetch-site': 'none' })).toBe(401);
      expect(await status('POST', { 'sec-fetch-site': 'same-origin' })).toBe(401);
    });
  });

  it('do not matter to programs, nor does a cookie beside their credentials', async () => {
    const authorization = `Basic ${btoa(`${centre.account.sid}:wrong`)}`;
    const answer = await browsers.admin.ask('GET', '/taskrouter/v1/Workspaces', {
      headers: { authorization },
    });
    expect([answer.status, answer.json.code]).toEqual([401, 20003]);
  });

  it('refuse what the routes do not know as for programs', async () => {
    const answers = await Promise.all([
      browsers.agent.ask('GET', '/taskrouter/v1/Nothing'),
      browsers.agent.ask('HEAD', '/taskrouter/v1/Workspaces'),
      new Browser(server.url).ask('GET', '/taskrouter/v1/Nothing'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 405, 401]);
    expect(answers[2]!.headers.get('www-authenticate')).toBeNull();
  });
});
