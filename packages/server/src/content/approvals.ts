// Approval of templates by WhatsApp: what may be handed in, and how far it is. There is no reviewer in this server: the
// operator, or the connector to WhatsApp, says what became of a template.
import { appendEvent } from '#events/event-log.ts';
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type {
  ApprovalStatus,
  ContentApprovalRow,
  ContentRow,
  TemplateCategory,
} from '#storage/schema/content.ts';
import { textsIn, variablesIn } from './placeholders.ts';
import { typeFor } from './render.ts';
import { type ContentName, findContents } from './stored.ts';
import type { ContentType } from './type-schemas.ts';

/** What WhatsApp files templates under. */
export const CATEGORIES = ['UTILITY', 'MARKETING', 'AUTHENTICATION'] as const;

/** How far an approval can be. */
export const APPROVAL_STATUSES = [
  'unsubmitted',
  'received',
  'pending',
  'approved',
  'rejected',
  'paused',
  'disabled',
] as const satisfies readonly ApprovalStatus[];

/** Types that only answer: a conversation cannot begin with them, so they are not approved. */
const ONLY_ANSWERS: ReadonlySet<ContentType> = new Set([
  'twilio/location',
  'twilio/list-picker',
  'twilio/schedule',
]);

/** A template stays as it was handed in, until it is refused or taken back. */
const OPEN_STATUSES = ['unsubmitted', 'rejected'] as const satisfies readonly ApprovalStatus[];

/** What a request for approval says. */
export interface ApprovalRequest {
  readonly name: string;
  readonly category: TemplateCategory;
  readonly allowCategoryChange: boolean;
  readonly sendTtlSeconds: number | null;
}

/** Whether the template may be changed, or handed in again. */
export function isOpen(approval: Pick<ContentApprovalRow, 'status'> | undefined): boolean {
  return approval === undefined || (OPEN_STATUSES as readonly string[]).includes(approval.status);
}

/**
 * Hands a template in, which is `received` then. Refused: 400/20001 for a type WhatsApp does not approve, for a
 * variable without a sample value and for a category that does not fit the type; 409/20009 for a template that was
 * handed in before and not rejected.
 */
export async function requestApproval(
  tx: Transaction,
  content: ContentRow,
  request: ApprovalRequest,
): Promise<ContentApprovalRow> {
  const contentType = typeFor(content, 'whatsapp');
  if (ONLY_ANSWERS.has(contentType)) {
    throw invalidParameter('ContentSid', `WhatsApp does not approve content of the type ${contentType}`);
  }
  if ((request.category === 'AUTHENTICATION') !== (contentType === 'whatsapp/authentication')) {
    throw invalidParameter(
      'category',
      'AUTHENTICATION is for content of the type whatsapp/authentication, and for no other',
    );
  }
  refuseMissingSamples(content, contentType);
  const written = {
    account_sid: content.account_sid,
    name: request.name,
    category: request.category,
    content_type: contentType,
    status: 'received' as const,
    rejection_reason: '',
    allow_category_change: request.allowCategoryChange ? 1 : 0,
    send_ttl_seconds: request.sendTtlSeconds,
    date_updated: tx.now,
  };
  const approval = await tx.db
    .insertInto('content_approvals')
    .values({ content_sid: content.sid, channel: 'whatsapp', ...written, date_created: tx.now })
    .onConflict((conflict) =>
      conflict
        .columns(['content_sid', 'channel'])
        .doUpdateSet(written)
        .where('content_approvals.status', 'in', OPEN_STATUSES),
    )
    .returningAll()
    .executeTakeFirst();
  if (approval === undefined) throw apiError(20009, 'The content has been submitted for approval already');
  recordChange(tx, approval);
  return approval;
}

/** WhatsApp reviews a template with examples in it. */
function refuseMissingSamples(content: ContentRow, type: ContentType): void {
  const samples = JSON.parse(content.variables) as Record<string, string>;
  const used = textsIn((JSON.parse(content.types) as Record<string, unknown>)[type]).flatMap(variablesIn);
  const missing = used.find((name) => !samples[name]);
  if (missing === undefined) return;
  throw invalidParameter('variables', `the variable {{${missing}}} has no sample value`);
}

/** What became of a template, as the operator or the channel says. */
export interface ApprovalDecision {
  readonly accountSid: string;
  readonly contentSid: string;
  readonly status: ApprovalStatus;
  /** Why it was rejected. */
  readonly rejectionReason?: string | null | undefined;
  /** Where the channel filed it, when that is not where it was meant to be. */
  readonly category?: TemplateCategory | null | undefined;
}

/**
 * Records how far a template is. 404/20404 when it was never handed in, 400/20001 for a category that its sender did
 * not allow.
 */
export async function decideApproval(
  tx: Transaction,
  decision: ApprovalDecision,
): Promise<ContentApprovalRow> {
  const { accountSid, contentSid, status, category } = decision;
  const changed = await tx.db
    .updateTable('content_approvals')
    .set({
      status,
      rejection_reason: status === 'rejected' ? (decision.rejectionReason ?? '') : '',
      date_updated: tx.now,
      ...(category == null ? {} : { category }),
    })
    .where('content_sid', '=', contentSid)
    .where('channel', '=', 'whatsapp')
    .where('account_sid', '=', accountSid)
    .$if(category != null, (query) =>
      query.where((row) => row.or([row('allow_category_change', '=', 1), row('category', '=', category!)])),
    )
    .returningAll()
    .executeTakeFirst();
  if (changed === undefined) {
    if ((await findApproval(tx.db, accountSid, contentSid)) !== undefined) {
      throw invalidParameter('category', 'the request for approval does not allow another category');
    }
    throw notFound(`/Content/${contentSid}/ApprovalRequests/whatsapp`);
  }
  recordChange(tx, changed);
  return changed;
}

function recordChange(tx: Transaction, approval: ContentApprovalRow): void {
  const { account_sid: accountSid, content_sid: subjectSid, channel, name, status } = approval;
  appendEvent(tx, {
    type: 'content-approval.changed',
    accountSid,
    subjectSid,
    data: { channel, name, status },
  });
}

/** How far a template is with WhatsApp; undefined when it was never handed in. */
export function findApproval(
  db: Reader,
  accountSid: string,
  contentSid: string,
): Promise<ContentApprovalRow | undefined> {
  return db
    .selectFrom('content_approvals')
    .selectAll()
    .where('content_sid', '=', contentSid)
    .where('channel', '=', 'whatsapp')
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** How far templates are with WhatsApp, by `<account> <template>`; null for one that was never handed in. */
export async function approvalStatuses(
  db: Reader,
  names: readonly ContentName[],
): Promise<ReadonlyMap<string, ApprovalStatus | null>> {
  const contents = await findContents(db, names);
  if (contents.size === 0) return new Map();
  const rows = await db
    .selectFrom('content_approvals')
    .select(['content_sid', 'status'])
    .where(
      'content_sid',
      'in',
      [...contents.values()].map(({ sid }) => sid),
    )
    .where('channel', '=', 'whatsapp')
    .execute();
  const statuses = new Map(rows.map((row) => [row.content_sid, row.status]));
  return new Map([...contents].map(([key, { sid }]) => [key, statuses.get(sid) ?? null]));
}
