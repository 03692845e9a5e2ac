// The JSON of approvals, as each of their resources shows them.
import type { Presentation } from '#http/operations.ts';
import type { ContentApprovalRow, ContentRow } from '#storage/schema/content.ts';

/** A template and its approval, when it was ever handed in. */
export interface ContentWithApproval {
  readonly content: ContentRow;
  readonly approval: ContentApprovalRow | undefined;
}

/** What is said of an approval inside other resources; a template that was never handed in is `unsubmitted`. */
export function presentApproval(approval: ContentApprovalRow | undefined) {
  return {
    name: approval?.name ?? '',
    category: approval?.category ?? '',
    content_type: approval?.content_type ?? '',
    status: approval?.status ?? 'unsubmitted',
    rejection_reason: approval?.rejection_reason ?? '',
    allow_category_change: approval === undefined || approval.allow_category_change === 1,
  };
}

/** The answer to a request for approval. */
export function presentRequested(approval: ContentApprovalRow) {
  return { ...presentApproval(approval), send_ttl_seconds: approval.send_ttl_seconds };
}

/** The approvals of one template by channel. */
export function presentApprovals({ content, approval }: ContentWithApproval, { base }: Presentation) {
  return {
    sid: content.sid,
    account_sid: content.account_sid,
    whatsapp: { type: 'whatsapp', ...presentApproval(approval) },
    url: `${base}/v1/Content/${content.sid}/ApprovalRequests`,
  };
}
