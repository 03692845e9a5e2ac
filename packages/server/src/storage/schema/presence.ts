// Rows of who is connected, over all processes of a database.

/** A process that has clients whose being online is shown. */
export interface PresenceProcessRow {
  sid: string;
  /** When it last said that it is there. */
  seen_at: number;
}

/** A user with a client connected to a process. */
export interface OnlineUserRow {
  user_sid: string;
  process_sid: string;
  account_sid: string;
}

export interface PresenceTables {
  presence_processes: PresenceProcessRow;
  online_users: OnlineUserRow;
}
