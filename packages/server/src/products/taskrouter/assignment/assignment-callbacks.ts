// Assignment callbacks: every offer is told to the URL of its workflow, whose answer may accept or reject it.
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import type { Reader } from '#storage/database.ts';
import { enqueueWebhooks, type NewWebhook } from '#webhooks/webhooks.ts';
import { readEventNames } from '../callbacks/event-names.ts';
import { assignmentParameters } from './assignment-parameters.ts';
import { ASSIGNMENT } from './obey-instruction.ts';

/** The name of these callbacks in the log of webhooks. */
const EVENT_TYPE = 'assignment-callback';

/** Workflows with a callback URL, by SID. A fallback URL alone is never called. */
async function calledWorkflows(db: Reader, offers: readonly StoredEvent<'reservation.created'>[]) {
  const sids = offers.flatMap(({ data }) => (data.workflowSid === null ? [] : [data.workflowSid]));
  if (sids.length === 0) return new Map();
  const rows = await db
    .selectFrom('workflows')
    .select(['sid', 'assignment_callback_url as url', 'fallback_assignment_callback_url as fallback'])
    .where('sid', 'in', [...new Set(sids)])
    .where('assignment_callback_url', 'is not', null)
    .where('assignment_callback_url', '!=', '')
    .execute();
  return new Map(rows.map((row) => [row.sid, { url: row.url ?? '', fallback: row.fallback || null }]));
}

/** Asks the workflows with an `AssignmentCallbackUrl` what to do with each new reservation. */
export const assignmentCallbacks: Processor = {
  name: 'taskrouter-assignment-callbacks',
  handles: ['reservation.created'],
  concerns: async (db, events) =>
    (await calledWorkflows(db, events as readonly StoredEvent<'reservation.created'>[])).size > 0,
  async process(tx, events) {
    const offers = events as readonly StoredEvent<'reservation.created'>[];
    const workflows = await calledWorkflows(tx.db, offers);
    const told = offers.filter(({ data }) => workflows.has(data.workflowSid ?? ''));
    if (told.length === 0) return;
    const names = await readEventNames(tx, told);
    await enqueueWebhooks(
      tx,
      told.flatMap((event): NewWebhook[] => {
        const { url, fallback } = workflows.get(event.data.workflowSid ?? '')!;
        const task = names.tasks.get(event.data.taskSid);
        const worker = names.workers.get(event.data.workerSid);
        if (task === undefined || worker === undefined) return [];
        return [
          {
            accountSid: event.accountSid,
            subjectSid: event.subjectSid,
            eventType: EVENT_TYPE,
            url,
            parameters: assignmentParameters({ event, task, worker }, names),
            question: { asker: ASSIGNMENT, fallbackUrl: fallback, facts: { ...event.data } },
          },
        ];
      }),
    );
  },
};
