// The section of docs/performance.md on writing to customers: what was measured and how, and what came out.
import { type Facts, factsList } from '../document.ts';
import { whole } from '../table.ts';
import { ROW_TEXT } from './bare-commits.ts';
import { outboundGoalsTable } from './goals.ts';
import { BULK_SIZE, SENDER_PACE, SENDERS } from './plan.ts';
import { bulksTable, callsTable, type OutboundResults, stretchesTable } from './results.ts';

/** The section. */
export function outboundSection(results: OutboundResults, facts: Facts): string {
  const { seconds, rounds, recipients } = results.options;
  return `## Writing to customers

### What is measured

\`POST /outbound/v1/Conversations\` towards customers nobody has written to: conversation, interaction, task for a named
agent, first message and the record of it all, in one transaction. A call counts when its 201 has arrived, which is
after the commit has reached the disk (SQLite with \`synchronous=FULL\`, PostgreSQL with \`fsync=on\` and
\`synchronous_commit=on\`). What follows goes on beside the calls: the task is offered to the agent, the text leaves
through the simulated phone network and its receipts come back. Beside it, in the same rounds and on the same database:

- *four requests*: the same conversation made step by step through the public API: \`POST …/Conversations\`,
  \`…/Participants\`, \`/flex-api/v1/Interactions\` and \`…/Messages\`. Its time is that of the four together; who fails
  between two of them leaves the rest to somebody else.
- *bare commits*: as many rows as one call leaves behind, of ${ROW_TEXT} characters each, one \`INSERT\` a row, made
  durable by the database alone. On SQLite all that are under way share a commit, on PostgreSQL each has a connection
  and sends its transaction in one piece.

Each cell lasts ${seconds} s and is repeated in ${rounds} rounds after a warm-up. Rates and latencies are medians over rounds;
ratios are taken within a round and given as median (lowest–highest). Every customer must have one conversation, one
task and one text on their phone in the end, else the run fails.

### One call

${callsTable(results)}

- *rows*: those that are there when everything has come to rest, event log and phone network included.
- *statements*, *server CPU*: of the server for each conversation, with everything that follows.

### Bulks

${whole(recipients.sqlite)} recipients on SQLite and ${whole(recipients.postgres)} on PostgreSQL, in lists of ${whole(BULK_SIZE)}, handed in one after another as \`POST /outbound/v1/Bulks\` with
\`Mode=send-and-wait\` and written to from ${SENDERS} numbers at ${SENDER_PACE} messages a second each, which is more than this machine
does: no sender's pace is what is measured. Every recipient gets a conversation, a message, a record that waits for the
answer and a timer for it. *All delivered* is when every text is on its phone and its receipts are recorded. *Resident* is the
most memory the machine counted for the server in a stretch, asked for twice a second: garbage that waits for its
collection is part of it. *Live* is what a collection at the end of the stretch left, SQLite's caches not included.
Everybody must have been written to once, else the run fails.

${bulksTable(results)}

${stretchesTable(results)}

### Goals

${outboundGoalsTable(results)}

### Machine

${factsList(facts)}

Not measured here: TLS, carriers that are slow or refuse, templates, several server processes, answers coming in meanwhile.`;
}
