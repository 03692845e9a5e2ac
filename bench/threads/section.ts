// The section of docs/performance.md on conversations: what was measured and how, and what came out.
import { type Facts, factsList } from '../document.ts';
import { whole } from '../table.ts';
import { MESSAGES_A_SECOND, READS_A_SECOND, TYPING_A_SECOND } from './crossing.ts';
import { EVENTS_A_SECOND, POSTS_A_SECOND } from './fan-out.ts';
import { threadGoalsTable } from './goals.ts';
import { UNDER_WAY } from './loads.ts';
import { SHORT_HISTORY } from './plan.ts';
import { crossingTable, delayTable, historyTable, rateTable, type ThreadResults } from './results.ts';

/** The section. */
export function threadSection(results: ThreadResults, facts: Facts): string {
  const { seconds, history, clients } = results.options;
  return `## Conversations

### What is measured

Clients of one conversation, each a participant with an access token and a WebSocket of its own, subscribed to the list
of its messages in the way the browser SDKs are (Twilsock, Sync events of version 4). They and whoever posts are one
process; the server is another one, with production settings; a post counts when it is committed (SQLite with
\`synchronous=FULL\`, PostgreSQL with \`fsync=on\` and \`synchronous_commit=on\`). Every client must be told of every
message once and in the order of the indexes, else the run fails. Messages are posted through
\`POST /v1/Services/{Sid}/Conversations/{Sid}/Messages\`.

Beside it, in the same run: a process with the same WebSocket library that takes a post without looking at who sent it,
stores nothing, and sends a frame of the same bytes to the same number of clients.

### Everybody is told

${UNDER_WAY} messages are under way at a time for ${seconds} s, after a warm-up: each is followed by the next when the last client has been
told of it. *Of bare* is events a second for each of the bare fan-out. Messages that are committed while clients are being
told of the ones before reach each client in one frame, which the bare fan-out does not do: it can be beaten. *CPU* is
all processor time of the process, for posts as well. *A client* is what one more client takes of the server's memory,
connected and subscribed: objects that are alive and buffers, and what the process takes of the machine.

${rateTable(results)}

### Posted to received

From the moment a request is sent to the moment a client has read the event; all clients and messages together.
*${EVENTS_A_SECOND} events/s* is of all clients together, so of ${whole(Math.max(...clients))} clients each hears one every ${whole(Math.max(...clients) / EVENTS_A_SECOND)} s. *${POSTS_A_SECOND} posts/s* is the other way
to read it: ${whole(POSTS_A_SECOND * Math.max(...clients))} events a second for ${whole(Math.max(...clients))} clients, posted for one second only where no machine like this one keeps up,
so that the delay is that of a queue. The bare fan-out was not asked for that.

${delayTable(results)}

### From process to process

Two server processes on one PostgreSQL, a client on each, both in one conversation: ${MESSAGES_A_SECOND} messages, ${TYPING_A_SECOND} typing indicators and
${READS_A_SECOND} moved read horizons a second, half of each from either side, at random instants for ${seconds} s after ten seconds at half that rate, all through the
clients' WebSockets. The time is from sending the request to the event at the other client.
*Refused* are requests beyond the hundred a client may have under way: then the servers did not keep up.

${crossingTable(results)}

### Long histories

Two conversations of one database: one with ${whole(SHORT_HISTORY)} messages, one with ${whole(history)}, which were copied in the database itself
from messages the server had written. Each request goes to the one and to the other in turn, 150 times after a warm-up;
pages are of 50. *Any page* is at a random place: reached by page token in REST, by index in Sync.

${historyTable(results)}

### Goals

${threadGoalsTable(results)}

### Machine

${factsList(facts)}

Not measured here: TLS, clients in browsers, slow networks, many conversations at once, runs of hours.`;
}
