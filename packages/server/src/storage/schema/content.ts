// Rows of content templates, of their approval by channels, and of the windows in which customers may be written to.

/** How far a template is with the channel that must approve it ("WhatsApp message template approvals and statuses"). */
export type ApprovalStatus =
  | 'unsubmitted'
  | 'received'
  | 'pending'
  | 'approved'
  | 'rejected'
  | 'paused'
  | 'disabled';

/** What WhatsApp files a template under. */
export type TemplateCategory = 'UTILITY' | 'MARKETING' | 'AUTHENTICATION';

/** A template, in one or several types of content. */
export interface ContentRow {
  sid: string;
  account_sid: string;
  friendly_name: string;
  language: string;
  /** JSON object of sample values, by the name of the variable. */
  variables: string;
  /** JSON object of content by its type, as it was sent. */
  types: string;
  /** Names of the types between commas, with one at either end. */
  type_names: string;
  /** The name and the texts people search templates by, in lower case. */
  searched_name: string;
  searched: string;
  date_created: number;
  date_updated: number;
}

/** A template as it was handed to a channel for approval. */
export interface ContentApprovalRow {
  content_sid: string;
  channel: 'whatsapp';
  account_sid: string;
  name: string;
  category: TemplateCategory;
  /** The type of the content that was handed in. */
  content_type: string;
  status: ApprovalStatus;
  rejection_reason: string;
  allow_category_change: number;
  send_ttl_seconds: number | null;
  date_created: number;
  date_updated: number;
}

/** When a customer last wrote to one of our addresses, on channels that count the time since. */
export interface MessagingWindowRow {
  account_sid: string;
  own_address: string;
  customer_address: string;
  last_inbound_at: number;
}

export interface ContentTables {
  contents: ContentRow;
  content_approvals: ContentApprovalRow;
  messaging_windows: MessagingWindowRow;
}
