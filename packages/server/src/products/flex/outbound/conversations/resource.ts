// The one call and the records of what it made: `POST /outbound/v1/Conversations`, an addition of Parley.
import { list, type Presentation, read, write } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import type { OutboundConversationRow } from '#storage/schema/outbound.ts';
import { restOrigin } from '#threads/threads.ts';
import type { Check } from '../preflight/check.ts';
import { dryRun, startConversation } from './commands.ts';
import { conversationCreate, conversationFilters } from './input.ts';
import { presentChecks, presentRecord } from './present.ts';
import { findRecord } from './record.ts';
import { wishFrom } from './wish.ts';

/** What a dry run answers with in place of a record. */
interface Looked {
  readonly checks: readonly Check[];
}

type Answer = OutboundConversationRow | Looked;

const isLook = (answer: Answer): answer is Looked => 'checks' in answer;

function present(answer: Answer, presentation: Presentation): Record<string, unknown> {
  return isLook(answer) ? presentChecks(answer.checks) : presentRecord(answer, presentation);
}

export const outboundConversations: Resource<Answer> = {
  product: 'outbound',
  path: '/v1/Conversations',
  key: 'conversations',
  present,
  create: write(
    conversationCreate,
    async (tx, call): Promise<Answer> => {
      const { accountSid, input } = call;
      const wish = wishFrom(input);
      if (input.DryRun) return { checks: (await dryRun(tx, accountSid, wish)).checks };
      return startConversation(tx, { accountSid, origin: restOrigin(call), bulkSid: null }, wish);
    },
    { body: 'any', statusOf: (answer) => (isLook(answer) ? 200 : undefined) },
  ),
  list: list<typeof conversationFilters, Answer>(conversationFilters, async (db, { accountSid, input }) => {
    let query = db.selectFrom('outbound_conversations').selectAll().where('account_sid', '=', accountSid);
    if (input.Status) query = query.where('status', '=', input.Status);
    if (input.To) query = query.where('to_address', '=', input.To);
    if (input.BulkSid) query = query.where('bulk_sid', '=', input.BulkSid);
    if (input.ConversationSid) query = query.where('conversation_sid', '=', input.ConversationSid);
    return { query };
  }),
  fetch: read((db, { accountSid, params }) => findRecord(db, accountSid, params['Sid']!)),
};
