// The first start: an account, and in an empty database a demo that works.
import type { Context } from '#server/context.ts';
import { ensureAccount } from './account.ts';
import { newLogin } from './agents.ts';
import { type Credentials, readCredentials, writeCredentials } from './credentials.ts';
import { DEMO_PEOPLE, makeDemo } from './demo.ts';
import { describeAccount } from './describe-account.ts';

/** Whether nobody has set anything up for the account. */
async function isEmpty({ database }: Context, accountSid: string): Promise<boolean> {
  const { read } = database;
  const [workspace, service] = await Promise.all([
    read
      .selectFrom('workspaces')
      .select('sid')
      .where('account_sid', '=', accountSid)
      .limit(1)
      .executeTakeFirst(),
    read
      .selectFrom('chat_services')
      .select('sid')
      .where('account_sid', '=', accountSid)
      .limit(1)
      .executeTakeFirst(),
  ]);
  return workspace === undefined && service === undefined;
}

/** Passwords are only known where they were made up: in the file of the start that made them. */
function knownPasswords(file: Credentials | null): Map<string, string> {
  return new Map(
    [...(file?.workers ?? []), ...(file?.logins ?? [])].map(({ login, password }) => [login, password]),
  );
}

/** The same host on the port of HTTPS. */
function secureUrl(baseUrl: string, port: number): string {
  return new URL(`https://${new URL(baseUrl).hostname}:${port}`).origin;
}

/**
 * Makes sure there is an account, fills an empty one with the demo when the settings say so, and writes
 * `credentials.json`. A later start changes nothing but the file.
 */
export async function seed(
  context: Context,
  baseUrl: string,
  tlsPort: number | null = null,
): Promise<Credentials> {
  const { config, database } = context;
  const account = await database.transaction((tx) => ensureAccount(tx, config));
  const passwords = knownPasswords(await readCredentials(config.dataFolder));
  if (config.isSeeded && (await isEmpty(context, account.sid))) {
    const people = await Promise.all(
      DEMO_PEOPLE.map(async (person) => ({ phone: person.phone, ...(await newLogin(person)) })),
    );
    await database.transaction((tx) => makeDemo(tx, account.sid, people));
    for (const { login, password } of people) passwords.set(login, password);
  }
  const credentials: Credentials = {
    baseUrl,
    secureUrl: tlsPort === null ? null : secureUrl(baseUrl, tlsPort),
    accountSid: account.sid,
    authToken: account.auth_token,
    ...(await describeAccount(database.read, account.sid, passwords)),
  };
  await writeCredentials(config.dataFolder, credentials);
  return credentials;
}
