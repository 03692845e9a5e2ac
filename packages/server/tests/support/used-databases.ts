// PostgreSQL databases with the present schema that tests of one process have one after the other. Emptying one takes a
// fiftieth of the time a new copy of the schema takes.
import type pg from 'pg';
import { createDatabase, dropDatabase, TEMPLATE, withConnection } from './postgres-databases.ts';

/** A table of this size is cut short, a smaller one has its rows deleted. */
const LARGE_BYTES = 65_536;

const free: string[] = [];
const taken = new Set<string>();
/** The rows the schema comes with, as JSON, by table. */
let seeds: ReadonlyMap<string, string> | undefined;

/** A database as new, or with these contents, at this address. */
export async function takeDatabase(adminUrl: string, contents?: Contents): Promise<string> {
  const url = free.pop() ?? (await createDatabase(adminUrl, TEMPLATE));
  seeds ??= await withConnection(url, readRows);
  taken.add(url);
  if (contents !== undefined) await withConnection(url, (client) => fill(client, contents));
  return url;
}

/** What a database holds: the rows of its tables as JSON, by table, and how far its sequences are. */
export interface Contents {
  readonly rows: ReadonlyMap<string, string>;
  readonly sequences: readonly { readonly name: string; readonly last: string }[];
}

/** Everything a database holds. */
export function contentsOf(url: string): Promise<Contents> {
  return withConnection(url, async (client) => {
    const { rows: sequences } = await client.query<{ name: string; last: string }>(
      `SELECT quote_ident(sequencename) AS name, last_value AS last FROM pg_sequences
       WHERE schemaname = 'public' AND last_value IS NOT NULL`,
    );
    return { rows: await readRows(client), sequences };
  });
}

async function fill(client: pg.Client, { rows, sequences }: Contents): Promise<void> {
  for (const name of seeds?.keys() ?? []) await client.query(`DELETE FROM ${name}`);
  for (const [name, content] of rows) await insert(client, name, content);
  for (const { name, last } of sequences) await client.query('SELECT setval($1, $2)', [name, last]);
}

/** Gives a database back; who is still connected to it is cut off. One that cannot be emptied is dropped. */
export async function giveBackDatabase(adminUrl: string, url: string): Promise<void> {
  if (!taken.delete(url)) return;
  try {
    await withConnection(url, empty);
    free.push(url);
  } catch {
    await dropDatabase(adminUrl, url);
  }
}

const TABLES = `SELECT oid::regclass::text AS name FROM pg_class
  WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'kysely_%'`;

async function insert(client: pg.Client, name: string, content: string): Promise<void> {
  await client.query(
    `INSERT INTO ${name} OVERRIDING SYSTEM VALUE SELECT * FROM json_populate_recordset(NULL::${name}, $1)`,
    [content],
  );
}

async function readRows(client: pg.Client): Promise<Map<string, string>> {
  const { rows: tables } = await client.query<{ name: string }>(TABLES);
  const seeded = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await client.query(`SELECT json_agg(t)::text AS content FROM ${name} AS t`);
    if (rows[0].content !== null) seeded.set(name, rows[0].content);
  }
  return seeded;
}

async function empty(client: pg.Client): Promise<void> {
  await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`);
  await client.query(`DO $$ DECLARE name text; filled boolean; BEGIN
    FOR name IN ${TABLES} LOOP
      IF pg_relation_size(name::regclass) > ${LARGE_BYTES} THEN EXECUTE 'TRUNCATE ' || name; CONTINUE; END IF;
      EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || name || ')' INTO filled;
      IF filled THEN EXECUTE 'DELETE FROM ' || name; END IF;
    END LOOP;
    PERFORM setval(seqrelid::regclass, seqstart, false) FROM pg_sequence;
  END $$`);
  for (const [name, content] of seeds ?? []) await insert(client, name, content);
}
