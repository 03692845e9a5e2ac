// Rows of the reconciler.

/** Something that was broken and has been mended. */
export interface ReconcilerRepairRow {
  sid: string;
  account_sid: string;
  rule: string;
  subject_sid: string;
  /** JSON object of the SIDs of what else it was about, by the word for it. */
  related: string;
  broken_since: number;
  /** One sentence on what was wrong. */
  fault: string;
  /** What was done. */
  remedy: string;
  date_created: number;
}

/** A task that is not over and names a conversation. */
export interface ConversationTaskRow {
  task_sid: string;
  account_sid: string;
  thread_sid: string;
  date_created: number;
}

export interface ReconcilerTables {
  reconciler_repairs: ReconcilerRepairRow;
  reconciler_conversation_tasks: ConversationTaskRow;
}
