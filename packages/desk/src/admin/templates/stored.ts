// Templates as the API lists them.
import type { TemplateRecord } from '#desk/rest/records.ts';
import type { Tone } from '#desk/ui/Badge.tsx';

/** A template with its approval. */
export interface Template extends TemplateRecord {
  readonly date_updated: string;
  readonly approval_requests: {
    readonly name: string;
    readonly category: string;
    readonly status: string;
    readonly rejection_reason: string;
  };
}

/** Where templates are listed with their approval. */
export const TEMPLATES = '/content/v1/ContentAndApprovals';

/** How an approval looks. */
export function approvalTone(status: string): Tone {
  if (status === 'approved') return 'good';
  if (status === 'rejected' || status === 'disabled') return 'bad';
  return status === 'unsubmitted' ? 'neutral' : 'warn';
}
