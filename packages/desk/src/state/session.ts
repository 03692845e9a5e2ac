// Who is signed in.
import type { Action } from './action.ts';

export type Role = 'agent' | 'supervisor' | 'admin';

/** The person at this desk, as the server knows him. */
export interface SessionUser {
  readonly identity: string;
  readonly login: string;
  readonly fullName: string;
  readonly role: Role;
  /** Whether he can sign in with a password, and so change it. */
  readonly hasPassword: boolean;
  readonly accountSid: string;
  readonly agentSid: string;
  /** Null for people who take no work. */
  readonly workerSid: string | null;
  readonly workspaceSid: string | null;
  readonly chatServiceSid: string | null;
}

/** Ways to sign in that the server offers. */
export interface SignInWays {
  readonly password: boolean;
  readonly oidc: { readonly name: string } | null;
}

export interface SessionState {
  readonly status: 'unknown' | 'signed-out' | 'signed-in';
  readonly user: SessionUser | null;
  readonly ways: SignInWays;
  /** Why somebody who was signed in has to do it again. */
  readonly hasEnded: boolean;
}

export type SessionAction =
  | { readonly type: 'session/signed-in'; readonly user: SessionUser }
  | { readonly type: 'session/signed-out'; readonly ways: SignInWays | null; readonly hasEnded: boolean };

const NOBODY: SessionState = {
  status: 'unknown',
  user: null,
  ways: { password: true, oidc: null },
  hasEnded: false,
};

export function sessionReducer(state: SessionState = NOBODY, action: Action): SessionState {
  switch (action.type) {
    case 'session/signed-in':
      return { ...state, status: 'signed-in', user: action.user, hasEnded: false };
    case 'session/signed-out':
      return {
        status: 'signed-out',
        user: null,
        ways: action.ways ?? state.ways,
        hasEnded: action.hasEnded,
      };
    default:
      return state;
  }
}
