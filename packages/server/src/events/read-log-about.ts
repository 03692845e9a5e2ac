// Reading what the event log says of something, from a number on: of many things in one statement.
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '#storage/database.ts';
import type { EventType } from './event-types.ts';
import { NUMBERS_A_TRANSACTION } from './log-number.ts';
import { byPlace, type LogRow, type PlacedEvent, placed } from './read-log.ts';

/** Which events are wanted. */
export interface LogWish {
  /** A topic of `event-topics.ts`, or the user the events are about. */
  readonly about: { readonly topic: string } | { readonly identity: string };
  readonly types: readonly EventType[];
  /** Behind the event with this number. */
  readonly after: number;
  /** The oldest so many. */
  readonly limit: number;
  /** Only events whose data contain this text. */
  readonly containing?: string;
}

type WishedRow = LogRow & { wish: number };

/** On SQLite a part of the statement for each wish: it has no joins with a part that depends on the other. */
function separately(wishes: readonly LogWish[], until: number): RawBuilder<WishedRow> {
  const parts = wishes.map(({ about, types, after, limit, containing }, number) => {
    const isAbout = 'topic' in about ? sql`topic = ${about.topic}` : sql`identity = ${about.identity}`;
    const isMeant = containing === undefined ? sql`` : sql` AND instr(data, ${containing}) > 0`;
    return sql`SELECT * FROM (
      SELECT ${sql.lit(number)} AS wish, events.* FROM events
      WHERE ${isAbout} AND type IN (${sql.join(types)})${isMeant}
        AND id > ${after} AND id <= ${until}
      ORDER BY id LIMIT ${limit})`;
  });
  return sql<WishedRow>`${sql.join(parts, sql` UNION ALL `)}`;
}

/** On PostgreSQL the wishes are a table, so that however many they are the statement is planned as one. */
function joined(wishes: readonly LogWish[], until: number): RawBuilder<WishedRow> {
  const rows = wishes.map(({ about, types, after, limit, containing = null }, wish) => ({
    ...about,
    wish,
    types: types.join(' '),
    transaction: Math.floor(after / NUMBERS_A_TRANSACTION),
    place: after % NUMBERS_A_TRANSACTION,
    most: limit,
    containing,
  }));
  const part = (column: 'topic' | 'identity') => sql`SELECT wishes.wish, found.* FROM wishes
    CROSS JOIN LATERAL (SELECT * FROM events
      WHERE events.${sql.ref(column)} = wishes.${sql.ref(column)}
        AND events.type = ANY (string_to_array(wishes.types, ' '))
        AND (wishes.containing IS NULL OR strpos(events.data, wishes.containing) > 0)
        AND events.transaction_id >= wishes.transaction
        AND events.transaction_id <= ${Math.floor(until / NUMBERS_A_TRANSACTION)}
        AND (events.transaction_id, events.ordinal) > (wishes.transaction, wishes.place)
      ORDER BY events.transaction_id, events.id LIMIT wishes.most) AS found
    WHERE wishes.${sql.ref(column)} IS NOT NULL`;
  return sql<WishedRow>`WITH wishes AS (SELECT * FROM json_to_recordset(${JSON.stringify(rows)}) AS given
      (wish integer, topic text, identity text, types text, transaction bigint, place bigint, most bigint,
        containing text))
    ${part('topic')} UNION ALL ${part('identity')}`;
}

/**
 * The events each wish is for, in the order of the log, as far as it is settled at the number `until`: one list for
 * each wish, in the order of the wishes.
 */
export async function readLogAbout(
  database: Database,
  wishes: readonly LogWish[],
  until: number,
): Promise<PlacedEvent[][]> {
  const found: PlacedEvent[][] = wishes.map(() => []);
  if (wishes.length === 0) return found;
  const query = database.dialect === 'sqlite' ? separately(wishes, until) : joined(wishes, until);
  const { rows } = await query.execute(database.read);
  for (const row of rows) found[row.wish]!.push(placed(row));
  for (const events of found) events.sort(byPlace);
  return found;
}

/** The oldest event the log still has; null when it has none. */
export async function oldestEvent(database: Database): Promise<PlacedEvent | null> {
  const row = await database.read
    .selectFrom('events')
    .selectAll()
    .orderBy('transaction_id')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : placed(row);
}
