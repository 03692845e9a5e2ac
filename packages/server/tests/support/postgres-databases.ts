// Creates and drops single databases on a running PostgreSQL server, from any process.

import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** The database with the present schema that those of tests are copies of. */
export const TEMPLATE = 'parley_template';

/** The address of another database on the same server. */
export function databaseUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** A fresh database, empty unless it is a copy of another that nobody has open; its address. */
export async function createDatabase(adminUrl: string, template = 'template0'): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await run(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${pg.escapeIdentifier(template)}`);
  return databaseUrl(adminUrl, name);
}

/** Drops a database made by `createDatabase`, closing whoever is still connected to it. */
export async function dropDatabase(adminUrl: string, url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await run(adminUrl, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
}

/** A connection to the database at this address; whoever asks for it ends it. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** Works on a connection to the database at this address, which ends with the work. */
export async function withConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function run(adminUrl: string, statement: string): Promise<void> {
  await withConnection(adminUrl, (client) => client.query(statement));
}
