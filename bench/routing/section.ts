// The section of docs/performance.md on routing: what was measured and how, and what came out.
import { type Facts, factsList } from '../document.ts';
import { medianOf } from '../statistics.ts';
import { number, whole } from '../table.ts';
import { routingGoalsTable } from './goals.ts';
import { ARRIVALS, LATEST_MS } from './latency.ts';
import { usualOf } from './plan.ts';
import { QUEUES } from './population.ts';
import { claimTable, drainTable, latencyTable, type RoutingResults } from './results.ts';

function lookText({ latency }: RoutingResults): string {
  const looks = latency.flatMap(({ lookMs }) => lookMs ?? []);
  return looks.length === 0 ? 'half a millisecond or more' : `${number(medianOf(looks))} ms`;
}

/** The section. */
export function routingSection(results: RoutingResults, facts: Facts): string {
  const { seconds, drainSeconds, rounds } = results.options;
  const usual = usualOf(results.options);
  return `## Routing

### What is measured

A workspace with ${QUEUES.length} queues, one for each of twelve skills in each of four languages (\`skills HAS 'cards' AND languages
HAS 'en'\`), and one workflow with a filter for each queue. A filter has two targets: the first wants
\`task.region == worker.region AND worker.level >= task.level\` and takes workers by \`worker.level DESC\`, the second, ten
hours later, takes anybody in the queue. Of ten workers three are available for six of the skills (the night shift),
three are away and know the other six (the day shift), and four are offline. Each has one or two of the skills, one
or two languages (English 60 %, Spanish 20 %, French 12 %, German 8 % of the picks), one of three regions and a level from
1 to 5, all without end of capacity. Every task asks for something at least one worker of the shift can do; one in ten
is urgent (priority 10). The people and the work are invented, and the same in every run.

The server is a process of its own with production settings and starts on a copy of a database in which the workers
and the waiting tasks are as the server itself writes them. It is warmed up with 300 tasks. An offer counts when it is
committed: SQLite with \`synchronous=FULL\`, PostgreSQL with \`fsync=on\` and \`synchronous_commit=on\`. Nobody answers an
offer here. After every trial the server is stopped and the database is asked: no task may have been offered twice or
to a worker who cannot do it, and the tasks that say they are reserved, the offers and the capacity taken must be the
same number; else the run fails. Each trial ${rounds === 1 ? 'is run once' : `is run ${rounds} times; medians are given`}.

### New tasks

Tasks are posted for ${seconds} s at random instants, ${ARRIVALS} a second on average, without waiting for answers. *Waiting* tasks are for
the day shift, which stays away: they must not slow the others down. The times do not come from the server. On SQLite a
thread of the load generator looks into the database over a connection of its own, every ${lookText(results)} on average, and notes
when it first sees the task and when its offer. PostgreSQL keeps the times of commits itself (\`track_commit_timestamp\`),
each taken right before the commit is written to the disk; looking would cost as much there as routing. *p50* and *p99*
are from the one to the other: from the task's commit to its offer's. *From request* is counted from the moment the
request is sent; on PostgreSQL the last synced write is not in it. A task without an offer ${whole(LATEST_MS / 1_000)} s after
the last arrival counts as never offered. *CPU* is all processor time of the server's process, for HTTP and commits as
well. *Deciding* is the part of it in the engine's own files and the expressions, from a CPU profile taken in 3 s of the
same load afterwards; it was taken only where nothing waits.

${latencyTable(results)}

### Waiting tasks

*Workers sign in*: the tasks wait for the day shift, which signs in over HTTP, eight requests at a time. *Queues open*:
the day shift is there, but its queues are closed; each is given its expression over HTTP. The clock runs from the first
of these requests until no task waits, at most ${drainSeconds} s; what was not offered by then is not counted. *Of one claimer* is the
rate against one connection that claims one task at a time, in the table below.

${drainTable(results)}

### The limit

The same number of tasks in a PostgreSQL table of their own, in 24 queues, claimed best first by priority and age
with \`FOR UPDATE SKIP LOCKED\`: one statement and one commit finds the task of a queue, marks it and inserts a row for the
worker. No expression, no condition between task and worker, no event, no timer, and of the tables' indexes only what this
needs. The claimers are connections of the load generator's process, for at most 3 s.

${claimTable(results)}

### Goals

At ${whole(usual.workers)} workers and ${whole(usual.waiting)} waiting tasks where nothing else is said.

${routingGoalsTable(results)}

### Machine

${factsList(facts)}

Not measured here: workers who answer, several server processes, assignment callbacks, runs of hours.`;
}
