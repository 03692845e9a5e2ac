// What is told of a run of the message benchmark: on the screen, and as a section of docs/performance.md.
import { type Facts, factsList } from './document.ts';
import type { MessageOptions } from './options.ts';
import { goalsTable, type Results, ratesTable, sharesTable } from './results.ts';
import { number } from './table.ts';

/** The section of docs/performance.md on messages; `bytes` is the length of one answer. */
export function messagesSection(
  results: Results,
  facts: Facts,
  { seconds, rounds, connections }: MessageOptions,
  bytes: number,
): string {
  return `## Posted messages

### What is measured

Durable \`POST /chat/v2/Services/{ServiceSid}/Channels/{ChannelSid}/Messages\`: form-encoded \`From\` and \`Body\`,
Basic authentication, 200 channels in rotation, keep-alive connections. A message counts when its 201 has arrived,
and a 201 is sent only after the commit has reached the disk: SQLite with \`synchronous=FULL\`, PostgreSQL with
\`fsync=on\` and \`synchronous_commit=on\`. Beside it, in the same rounds:

- the same server process answering the same form with the same authentication and an answer of the same
  ${bytes} bytes from a route that stores nothing;
- Prism answering the same operation with an example from the same OpenAPI document. It keeps no state.

Each cell of the table lasts ${seconds} s and is repeated in ${rounds} rounds, after a warm-up; a round measures every target at
every number of connections once. Rates and latencies are medians over rounds; ratios are taken within a round and
given as median (lowest–highest). Connections are closed loops: each waits for its answer before it asks again, so
latency is understated against clients that do not wait for each other.

After every cell the database is asked: it must hold every message that was acknowledged, at most one more for each
connection (the requests under way when the load stopped), and in every channel the indexes 0, 1, 2, … without a
gap. Any refused request, broken connection or failed check fails the run.

### Result

${ratesTable(results)}

- *of nothing stored*, *times Prism*: messages a second for each request a second of the yardstick.
- *statements*: database statements for each message, those of the event processors and of transactions included.
  Messages that arrive together share them.
- *settled after*: how long after the last answer the work that follows a message (events, timers, deliveries) was
  finished as well.

${goalsTable(results)}

### Where the time goes

From a CPU profile of the server's main thread at ${connections.at(-1)} connections, in a run of its own that counts for nothing
else. A function's own time counts for the part of the system its file belongs to; crypto, buffers and the like
count for the part that called them. On SQLite, *storage* includes the wait for the disk, because the commit runs on
the main thread; on PostgreSQL that wait is in another process.

${sharesTable(results)}

### Machine

${factsList(facts)}

Not measured here: TLS, several server processes, databases of many gigabytes, runs of hours.`;
}

/** What is printed when a run is over. */
export function messagesPrintout(results: Results, facts: Facts): string {
  return [factsList(facts), ratesTable(results), goalsTable(results), sharesTable(results)].join('\n\n');
}

/** One line for each cell while the run goes on. */
export function progress(title: string, connections: number, round: number, perSecond: number): string {
  return `round ${round}, ${String(connections).padStart(3)} connections: ${number(perSecond).padStart(7)}/s  ${title}`;
}
