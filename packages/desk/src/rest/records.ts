// Records of the REST API that several areas of the desk look at.
import type { ContentTypes } from '#desk/text/template-words.ts';

/** Anything that has a name. */
export interface NamedRecord {
  readonly sid: string;
  readonly friendly_name: string;
}

/** A worker, with what it does at this moment. */
export interface WorkerRecord extends NamedRecord {
  /** JSON text. */
  readonly attributes: string;
  readonly activity_sid: string;
  readonly activity_name: string;
  readonly available: boolean;
  readonly date_status_changed: string | null;
}

/** A template, with what the channel decided about it. */
export interface TemplateRecord extends NamedRecord {
  readonly language: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly types: ContentTypes;
  readonly approval_requests: { readonly status: string } | null;
}
