// Connections to PostgreSQL as the server uses them: pipelined, their statements prepared and counted.
import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import pg from 'pg';

/** Bigint columns hold milliseconds and counters, all far below 2^53. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC) return Number;
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

/** What every connection of a server to its database has in common. */
export function clientSettings(url: string): pg.ClientConfig {
  return { connectionString: url, types: types as pg.CustomTypesConfig, pipeline: true } as pg.ClientConfig;
}

const statementNames = new Map<string, string>();

function statementName(text: string): string {
  let name = statementNames.get(text);
  if (name === undefined) {
    name = createHash('sha1').update(text).digest('base64url');
    if (statementNames.size < 2_000) statementNames.set(text, name);
  }
  return name;
}

/**
 * A class of clients that keep statements with parameters prepared and send what they are asked in one turn in one
 * piece. `onStatement` is called for each statement.
 */
export function clientClass(onStatement: () => void): typeof pg.Client {
  return class extends pg.Client {
    #isGathering = false;

    // biome-ignore lint/suspicious/noExplicitAny: pg's query has a dozen overloads and all pass through
    override query(first: any, second?: any, third?: any): any {
      onStatement();
      this.#gather();
      if (typeof first === 'string' && Array.isArray(second) && second.length > 0) {
        return super.query({ name: statementName(first), text: first, values: second }, third);
      }
      return super.query(first, second, third);
    }

    /** Keeps what is written until this turn ends: each piece that is sent wakes the other process. */
    #gather(): void {
      if (this.#isGathering) return;
      this.#isGathering = true;
      const { stream } = (this as unknown as { connection: { stream: Writable } }).connection;
      stream.cork();
      process.nextTick(() => {
        this.#isGathering = false;
        stream.uncork();
      });
    }
  };
}
