// The limit of calls: as many rows as one call leaves behind, made durable by nothing but the database. Nobody is asked
// anything, nothing is looked up, and no more than a primary key has to be kept in order.
import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { connect } from '../../packages/server/tests/support/postgres-databases.ts';
import type { Store } from '../routing/stores.ts';
import { percentileOf } from '../statistics.ts';
import { keepUnderWay, type Load } from './load.ts';

/** Characters in a row beside its name. */
export const ROW_TEXT = 200;

const TABLE = `CREATE TABLE bare_rows (sid text PRIMARY KEY, text text NOT NULL, date_created bigint NOT NULL)`;
const INSERT = 'INSERT INTO bare_rows (sid, text, date_created) VALUES';

const text = 'a'.repeat(ROW_TEXT);
const newName = () => `CH${randomBytes(16).toString('hex')}`;

/** All that are under way share a commit, as commands on SQLite do. */
function onSqlite(path: string, rows: number, underWay: number, seconds: number): Load {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    database.exec(TABLE);
    const insert = database.prepare(`${INSERT} (?, ?, ?)`);
    const times: number[] = [];
    const began = performance.now();
    const end = began + seconds * 1_000;
    for (let at = began; at < end; at = performance.now()) {
      database.exec('BEGIN IMMEDIATE');
      for (let row = 0; row < rows * underWay; row += 1) insert.run(newName(), text, Date.now());
      database.exec('COMMIT');
      times.push(performance.now() - at);
    }
    return {
      done: times.length * underWay,
      seconds: (performance.now() - began) / 1_000,
      p50Ms: percentileOf(times, 0.5),
      p99Ms: percentileOf(times, 0.99),
    };
  } finally {
    database.close();
  }
}

/** Each under way has a connection, and sends its whole transaction at once. */
async function onPostgres(url: string, rows: number, underWay: number, seconds: number): Promise<Load> {
  await using resources = new AsyncDisposableStack();
  const open = async () => {
    const connection = await connect(url);
    resources.defer(() => connection.end());
    return connection;
  };
  const connections = await Promise.all(Array.from({ length: underWay }, open));
  await connections[0]!.query(TABLE);
  const insert = () => `${INSERT} ('${newName()}', '${text}', ${Date.now()});`;
  // Awaited, so that no connection is closed before.
  return await keepUnderWay(underWay, seconds, async (lane) => {
    const inserts = Array.from({ length: rows }, insert).join(' ');
    await connections[lane]!.query(`BEGIN; ${inserts} COMMIT`);
  });
}

/** Makes so many rows durable, one statement each, for every one of those under way, again and again. */
export async function commitBare(
  store: Store,
  rows: number,
  underWay: number,
  seconds: number,
): Promise<Load> {
  const url = await store.create();
  try {
    return store.id === 'sqlite'
      ? onSqlite(url.slice('sqlite:'.length), rows, underWay, seconds)
      : await onPostgres(url, rows, underWay, seconds);
  } finally {
    await store.remove(url);
  }
}
