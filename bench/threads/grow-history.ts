// Makes a short history long in the database itself: copies of its last message, and the counters that go with them.
import { DatabaseSync } from 'node:sqlite';
import { connect } from '../../packages/server/tests/support/postgres-databases.ts';
import { FailedCheck } from '../failed-check.ts';

type Row = Readonly<Record<string, unknown>>;

/** A connection past the server, which must not be running. */
interface Statements {
  run(statement: string): Promise<readonly Row[]>;
  close(): Promise<void>;
}

async function open(databaseUrl: string): Promise<Statements> {
  if (databaseUrl.startsWith('sqlite:')) {
    const database = new DatabaseSync(databaseUrl.slice('sqlite:'.length));
    return {
      run: async (statement) => database.prepare(statement).all() as Row[],
      close: async () => database.close(),
    };
  }
  const client = await connect(databaseUrl);
  return { run: async (statement) => (await client.query(statement)).rows, close: () => client.end() };
}

/** SIDs grow with the index, and the rest of them is chance. */
const SID_ON_SQLITE = "'IM' || printf('%016x', series.number) || lower(hex(randomblob(8)))";
const SID_ON_POSTGRES = "'IM' || lpad(to_hex(series.number), 16, '0') || substr(md5(random()::text), 1, 16)";

/** Numbers from one up to, but not with, another, as the column `number`. */
function seriesOf(databaseUrl: string, from: number, until: number): string {
  if (!databaseUrl.startsWith('sqlite:')) return `SELECT generate_series(${from}, ${until - 1}) AS number`;
  return `WITH RECURSIVE counted(number) AS (
      SELECT ${from} UNION ALL SELECT number + 1 FROM counted WHERE number + 1 < ${until})
    SELECT number FROM counted`;
}

/** Lets a thread with messages have so many, as if they had been posted. */
export async function growHistory(databaseUrl: string, threadSid: string, messages: number): Promise<void> {
  const database = await open(databaseUrl);
  const ofThread = `thread_sid = '${threadSid}'`;
  try {
    const [model] = await database.run(
      `SELECT * FROM messages WHERE ${ofThread} ORDER BY message_index DESC LIMIT 1`,
    );
    const columns = Object.keys(model!);
    const values = columns.map((column) => {
      if (column === 'sid') return databaseUrl.startsWith('sqlite:') ? SID_ON_SQLITE : SID_ON_POSTGRES;
      return column === 'message_index' ? 'series.number' : `model.${column}`;
    });
    await database.run('BEGIN');
    await database.run(`INSERT INTO messages (${columns.join(', ')}) SELECT ${values.join(', ')}
      FROM (${seriesOf(databaseUrl, Number(model!['message_index']) + 1, messages)}) AS series
      JOIN messages AS model ON model.sid = '${model!['sid']}'`);
    await database.run(
      `UPDATE threads SET messages_count = ${messages}, next_index = ${messages} WHERE sid = '${threadSid}'`,
    );
    await database.run('COMMIT');
    const [held] = await database.run(`SELECT count(*) AS messages FROM messages WHERE ${ofThread}`);
    if (Number(held!['messages']) !== messages) {
      throw new FailedCheck(`a history of ${messages} has ${held!['messages']} messages`);
    }
  } finally {
    await database.close();
  }
}
