// Rows of the desk: who signs in, and in which browsers.

export type DeskRole = 'agent' | 'supervisor' | 'admin';

export interface AgentRow {
  sid: string;
  account_sid: string;
  /** The worker he is; null for those who only look after others. No two are the same worker. */
  worker_sid: string | null;
  /** In lower case; unique in the server, whatever the account. */
  login: string;
  full_name: string;
  /** Null for people who sign in elsewhere. */
  password_hash: string | null;
  role: DeskRole;
  date_created: number;
  date_updated: number;
}

/** A browser in which somebody has signed in. */
export interface DeskSessionRow {
  /** SHA-256 of the token in the cookie. */
  token_hash: string;
  account_sid: string;
  agent_sid: string;
  date_created: number;
  last_seen: number;
  /** When it ends however busy it is. */
  expires_at: number;
}

/** Tries to sign in within the present window. */
export interface SignInTriesRow {
  /** A login or the address of a client. */
  subject: string;
  tries: number;
  window_ends: number;
}

/** Whether a plugin is on in an account, where somebody said so. */
export interface DeskPluginRow {
  account_sid: string;
  name: string;
  is_enabled: number;
  date_updated: number;
}

export interface DeskTables {
  agents: AgentRow;
  desk_sessions: DeskSessionRow;
  sign_in_tries: SignInTriesRow;
  desk_plugins: DeskPluginRow;
}
