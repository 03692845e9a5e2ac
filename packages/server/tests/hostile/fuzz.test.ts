// Thousands of requests nobody would send, several to each operation: the server answers each one in its shape, and
// never with a failure of its own. FUZZ_SEED gives other requests than the usual ones.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { malformedRefusal } from './expect-refusal.ts';
import { type FuzzRequest, fuzzRequests } from './fuzz/requests.ts';
import { addressOf, type BuiltOperation, builtOperations } from './operations.ts';
import { type Population, populate } from './population.ts';
import { Wire, type WireAnswer } from './wire.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 20260601);
/** Each round works on an account of its own, because requests remove what later ones would need. */
const ROUNDS = { sqlite: 3, postgres: 1 };
/** How often each operation is asked in a round, before removals begin. */
const TURNS = { sqlite: 3, postgres: 2 };
/** It ends by the number of requests: this only ends a server that hangs, on the busiest of machines. */
const LIMIT_MS = 900_000;
/** Requests that are under way together. */
const BATCH = 40;
/** As many requests must have done what they asked for, or the others were refused too early to mean much. */
const SUCCESSFUL_SHARE = 0.1;
/** As many of the operations may have refused everything. */
const UNTOUCHED_SHARE = 0.02;
/** What is refused to a population as it is: its plugins are released, its interaction is being handed over. */
const REFUSED_TO_ALL: ReadonlySet<string> = new Set([
  'POST /flex-api/v1/PluginService/Plugins/{Sid}/Archive',
  'POST /flex-api/v1/PluginService/Plugins/{PluginSid}/Versions/{Sid}/Archive',
  'POST /flex-api/v1/PluginService/Configurations/{Sid}/Archive',
  'POST /flex-api/v1/Interactions/{InteractionSid}/Channels/{ChannelSid}/Invites',
  'POST /flex-api/v1/Interactions/{InteractionSid}/Channels/{ChannelSid}/Transfers',
]);

describe.each(databases())('a flood of odd requests on $name', ({ name, create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;
  let wire: Wire;
  let other: Population;
  let sent = 0;
  const succeeded = new Map<string, number>();

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    wire = new Wire(server, 8);
    other = await populate(server, wire, server.account, 0);
  });
  afterAll(async () => {
    wire.close();
    await server.stop();
    await dispose();
  });

  /** What is wrong with the answer, or null. */
  function fault(request: FuzzRequest, answer: WireAnswer): string | null {
    if (answer.status >= 500 && answer.status !== 501) return `${answer.status} ${answer.text}`;
    if (answer.status < 400) {
      succeeded.set(request.operation, (succeeded.get(request.operation) ?? 0) + 1);
      return null;
    }
    if (request.method === 'HEAD') return null;
    const problem = malformedRefusal(answer);
    return problem === null ? null : `${answer.status} without the shape of a refusal: ${problem}`;
  }

  async function attempt(own: Population, request: FuzzRequest): Promise<void> {
    sent += 1;
    const answer = await wire.send(own.account, request).catch((error: unknown) => {
      throw new Error(`the connection broke: ${error}\n${described(request)}`);
    });
    const problem = fault(request, answer);
    if (problem !== null) throw new Error(`${problem.slice(0, 500)}\n${described(request)}`);
  }

  /** Asks each of the operations so many times, those of one batch at once. */
  async function flood(own: Population, operations: readonly BuiltOperation[], turns: number, seed: number) {
    const batches = Math.ceil(operations.length / BATCH);
    for (let batch = 0; batch < batches; batch += 1) {
      const together = operations.filter((_, index) => index % batches === batch);
      const property = fc.asyncProperty(fuzzRequests(together, own, other), async (requests) => {
        await Promise.all(requests.map((request) => attempt(own, request)));
      });
      await fc.assert(property, { seed: seed + batch, numRuns: turns });
    }
  }

  it(
    'is answered in the shape of the API',
    async () => {
      const operations = builtOperations(server);
      // What is removed is gone for the rest of the round.
      const harmless = operations.filter(({ method }) => method !== 'DELETE');
      for (let round = 0; round < ROUNDS[name]; round += 1) {
        const own = await populate(server, wire, await server.addAccount(), round + 1);
        await flood(own, harmless, TURNS[name], SEED + round * 1_000);
        await flood(own, operations, 1, SEED + round * 1_000 + 500);
      }
      expect(sent).toBeGreaterThanOrEqual(harmless.length * ROUNDS[name] * TURNS[name]);
    },
    LIMIT_MS,
  );

  it('did much of what it asked for', () => {
    const successes = [...succeeded.values()].reduce((sum, count) => sum + count, 0);
    expect(successes).toBeGreaterThan(sent * SUCCESSFUL_SHARE);
    const operations = builtOperations(server);
    const untouched = operations
      .map(addressOf)
      .filter(
        (address) =>
          !succeeded.has(address) && !REFUSED_TO_ALL.has(address) && !address.startsWith('DELETE '),
      );
    // A few requests are too few for each of the operations to hit.
    const most = name === 'sqlite' ? operations.length * UNTOUCHED_SHARE : operations.length;
    expect(untouched.length, untouched.join(', ')).toBeLessThanOrEqual(most);
  });

  it('left no event behind that its processor could not handle', async () => {
    await server.settled();
    expect(await server.context.database.read.selectFrom('event_failures').selectAll().execute()).toEqual([]);
  });
});

function described(request: FuzzRequest): string {
  const { method, path, headers, body } = request;
  const content = body === undefined ? '' : `\n${Buffer.isBuffer(body) ? body.toString('latin1') : body}`;
  return `${method} ${path}\n${JSON.stringify(headers)}${content.slice(0, 2_000)}`;
}
