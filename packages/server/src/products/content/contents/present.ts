// The JSON of templates, alone and with what became of their approval.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import { wordsWithPlaceholders } from '#server/content/content.ts';
import type { ContentApprovalRow, ContentRow } from '#storage/schema/content.ts';
import { presentApproval } from '../approvals/present.ts';

/** A template and its approval, when it was ever handed in. */
export interface ApprovableContent extends ContentRow {
  readonly approval: ContentApprovalRow | undefined;
}

function presentTemplate(row: ContentRow) {
  return {
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    sid: row.sid,
    account_sid: row.account_sid,
    friendly_name: row.friendly_name,
    language: row.language,
    variables: JSON.parse(row.variables) as unknown,
    types: JSON.parse(row.types) as unknown,
  };
}

const urlOf = (row: ContentRow, { base }: Presentation) => `${base}/v1/Content/${row.sid}`;

/** A row as "Content resource: properties" lists it. */
export function presentContent(row: ContentRow, presentation: Presentation) {
  const url = urlOf(row, presentation);
  return {
    ...presentTemplate(row),
    url,
    links: {
      approval_create: `${url}/ApprovalRequests/whatsapp`,
      approval_fetch: `${url}/ApprovalRequests`,
    },
  };
}

/** A row of the list of templates with their approval. */
export function presentWithApproval(row: ApprovableContent) {
  return { ...presentTemplate(row), approval_requests: presentApproval(row.approval) };
}

/** A row of the list that says which template took the place of which text people matched against. */
export function presentLegacy(row: ApprovableContent, presentation: Presentation) {
  return {
    ...presentTemplate(row),
    legacy_template_name: row.approval?.name ?? '',
    legacy_body: wordsWithPlaceholders(row, 'whatsapp'),
    url: urlOf(row, presentation),
  };
}
