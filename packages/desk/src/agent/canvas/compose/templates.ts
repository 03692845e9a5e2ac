// Templates as an agent chooses them: what they say, what must be filled in, whether the channel has approved them.
import type { TemplateRecord } from '#desk/rest/records.ts';
import { gapsOf, wordsOf } from '#desk/text/template-words.ts';

export type Approval =
  | 'approved'
  | 'pending'
  | 'received'
  | 'rejected'
  | 'paused'
  | 'disabled'
  | 'unsubmitted';

/** A template as the list with approvals shows it, or by itself, which says nothing of them. */
export type ContentRecord = Omit<TemplateRecord, 'approval_requests'> &
  Partial<Pick<TemplateRecord, 'approval_requests'>>;

export interface Template {
  readonly sid: string;
  readonly name: string;
  readonly language: string;
  readonly approval: Approval;
  readonly body: string;
  /** Names in the order in which they appear, with the samples that were given for them. */
  readonly variables: readonly { readonly name: string; readonly sample: string }[];
}

/** A template of a record of the API. */
export function templateOf(record: ContentRecord): Template {
  return {
    sid: record.sid,
    name: record.friendly_name || record.sid,
    language: record.language,
    approval: (record.approval_requests?.status ?? 'unsubmitted') as Approval,
    body: wordsOf(record.types),
    variables: gapsOf(record.types).map((name) => ({ name, sample: record.variables?.[name] ?? '' })),
  };
}

/** Approved ones first, then by name. */
export function inOrderOfUse(templates: readonly Template[]): Template[] {
  const rank = ({ approval }: Template) => (approval === 'approved' ? 0 : 1);
  return templates.toSorted((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}

const REFUSED: ReadonlySet<Approval> = new Set(['rejected', 'paused', 'disabled']);

/** Whether the channel takes it now: where a window counts, outside of it approved ones only. */
export function mayBeSent({ approval }: Template, isWindowed: boolean, isWindowOpen: boolean): boolean {
  if (!isWindowed) return true;
  return isWindowOpen ? !REFUSED.has(approval) : approval === 'approved';
}
