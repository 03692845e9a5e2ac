// Queries of hot paths: built once, because building a long one takes longer than answering it.
import { type Compilable, CompiledQuery } from 'kysely';
import type { Reader } from './database.ts';

type Value = string | number | null;

/** Stands for a value while the query is built. */
class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** The text of a query in one dialect, and where its parameters come from. */
interface Text {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * Prepares a query whose text does not depend on the values it is asked with: `build` is called once for each dialect,
 * with stand-ins for the values, which it may only compare columns with.
 */
export function prepared<Values extends { readonly [name: string]: Value }, Row>(
  build: (db: Reader, values: Values) => Compilable<Row>,
): (db: Reader, values: Values) => Promise<Row[]> {
  const standIns = new Proxy({}, { get: (_target, name) => new Placeholder(String(name)) }) as Values;
  const texts = new WeakMap<object, Text>();
  return async (db, values) => {
    const dialect = db.getExecutor().adapter;
    let text = texts.get(dialect);
    if (text === undefined) {
      text = build(db, standIns).compile();
      texts.set(dialect, text);
    }
    const parameters = text.parameters.map((given) =>
      given instanceof Placeholder ? values[given.name] : given,
    );
    const { rows } = await db.executeQuery(CompiledQuery.raw(text.sql, parameters) as CompiledQuery<Row>);
    return rows;
  };
}
