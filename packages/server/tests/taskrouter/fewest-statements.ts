// Counting the statements a piece of work takes, beside what the server does on its own meanwhile.
import type { TestServer } from '../support/start-server.ts';

const TRIES = 4;

/** The fewest statements in several tries: what else is counted by chance only ever adds some. */
export async function fewestStatements(server: TestServer, work: () => Promise<unknown>): Promise<number> {
  const { database } = server.context;
  let fewest = Number.POSITIVE_INFINITY;
  for (let tried = 0; tried < TRIES; tried += 1) {
    const before = database.statementCount();
    await work();
    fewest = Math.min(fewest, database.statementCount() - before);
  }
  return fewest;
}
