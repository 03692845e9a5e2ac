// The official `twilio` package in the majors people run, pointed at a server under test without patching.
import { createRequire } from 'node:module';
import type { Twilio } from 'twilio';
import type { DatabaseKind } from './databases.ts';
import type { TestAccount } from './start-server.ts';

const require = createRequire(import.meta.url);

/** The SDK majors the tests run through, by the name of their npm alias. */
export const SDKS = [
  { name: 'twilio 6', module: 'twilio' },
  { name: 'twilio 5', module: 'twilio5' },
  { name: 'twilio 4', module: 'twilio4' },
  { name: 'twilio 3.84.1', module: 'twilio3' },
] as const;

/** Those a behaviour is shown with: all on SQLite, the newest and the oldest on PostgreSQL unless `PARLEY_EVERY_SDK` is set. */
export function sdksOn(database: DatabaseKind['name']): readonly (typeof SDKS)[number][] {
  if (database === 'sqlite' || process.env['PARLEY_EVERY_SDK']) return SDKS;
  return [SDKS[0], SDKS[3]];
}

/** Product of each domain object of the SDK. */
const DOMAINS: Record<string, string> = {
  api: 'api',
  flexApi: 'flex-api',
  proxy: 'proxy',
  chat: 'chat',
  ipMessaging: 'ip-messaging',
  conversations: 'conversations',
  taskrouter: 'taskrouter',
  content: 'content',
  messaging: 'messaging',
  sync: 'sync',
  studio: 'studio',
  serverless: 'serverless',
};

/** A client of the given major; every domain's base URL names our server. */
export function sdkClient(url: string, account: TestAccount, module: string = 'twilio'): Twilio {
  const twilio = require(module) as (sid: string, token: string) => Twilio;
  const client = twilio(account.sid, account.token);
  for (const [domain, product] of Object.entries(DOMAINS)) {
    const target = (client as unknown as Record<string, { baseUrl: string } | undefined>)[domain];
    if (target !== undefined) target.baseUrl = `${url}/${product}`;
  }
  return client;
}
