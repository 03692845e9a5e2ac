// Approval of templates by WhatsApp: handing in, reading, and (an addition of Parley) saying what became of it.
//
//   POST /v1/Content/{ContentSid}/ApprovalRequests/whatsapp          {name, category, allow_category_change?, send_ttl_seconds?}
//   GET  /v1/Content/{Sid}/ApprovalRequests
//   POST /v1/Content/{ContentSid}/ApprovalRequests/whatsapp/Status   {status, rejection_reason?, category?}; Parley's own
import { z } from 'zod';
import { type Call, read, write } from '#http/operations.ts';
import { bool, int, oneOf, text } from '#http/parameters.ts';
import { action } from '#http/resource.ts';
import { notFound } from '#kernel/errors.ts';
import {
  APPROVAL_STATUSES,
  CATEGORIES,
  decideApproval,
  findApproval,
  requestApproval,
} from '#server/content/content.ts';
import type { Transaction } from '#storage/database.ts';
import { contentOfPath, requireContent } from '../contents/commands.ts';
import { type ContentWithApproval, presentApprovals, presentRequested } from './present.ts';

const upperCase = z.string().transform((word) => word.toUpperCase());

/** Parameters of a request; `sendTtlSeconds` is how the Node client's class spells it. */
const approvalBody = z.object({
  name: z
    .string()
    .regex(/^[a-z0-9_]{1,512}$/, 'it is not 1 to 512 lower-case letters, digits and underscores'),
  category: upperCase.pipe(oneOf(CATEGORIES)),
  allow_category_change: bool().nullish(),
  send_ttl_seconds: int(30, 2_592_000).nullish(),
  sendTtlSeconds: int(30, 2_592_000).nullish(),
});

const decisionBody = z.object({
  status: z
    .string()
    .transform((word) => word.toLowerCase())
    .pipe(oneOf(APPROVAL_STATUSES)),
  rejection_reason: text(1_024).nullish(),
  category: upperCase.pipe(oneOf(CATEGORIES)).nullish(),
});

async function handIn(tx: Transaction, call: Call<z.output<typeof approvalBody>>) {
  const { input } = call;
  return requestApproval(tx, await requireContent(tx, call, 'ContentSid'), {
    name: input.name,
    category: input.category,
    allowCategoryChange: input.allow_category_change ?? true,
    sendTtlSeconds: input.send_ttl_seconds ?? input.sendTtlSeconds ?? null,
  });
}

async function decide(tx: Transaction, call: Call<z.output<typeof decisionBody>>) {
  const { accountSid, params, input } = call;
  return decideApproval(tx, {
    accountSid,
    contentSid: params['ContentSid'] as string,
    status: input.status,
    rejectionReason: input.rejection_reason,
    category: input.category,
  });
}

const REQUESTS = '/v1/Content/{ContentSid}/ApprovalRequests/whatsapp';

export const approvalRoutes = [
  action(
    { product: 'content', method: 'POST', path: REQUESTS },
    write(approvalBody, handIn, { body: 'json', status: 201 }),
    presentRequested,
  ),
  action(
    { product: 'content', method: 'POST', path: `${REQUESTS}/Status` },
    write(decisionBody, decide, { body: 'json' }),
    presentRequested,
  ),
  action<ContentWithApproval>(
    { product: 'content', method: 'GET', path: '/v1/Content/{Sid}/ApprovalRequests' },
    read(async (db, call) => {
      const content = await contentOfPath(db, call);
      if (content === undefined) throw notFound(`/Content/${call.params['Sid']}/ApprovalRequests`);
      return { content, approval: await findApproval(db, call.accountSid, content.sid) };
    }),
    presentApprovals,
  ),
];
