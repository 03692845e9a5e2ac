// Signing in and out, and the tokens the SDKs need while somebody is signed in.

import { get, onSignedOut, post, RequestError, remove } from '#desk/rest/request.ts';
import type { SessionUser, SignInWays } from '#desk/state/session.ts';
import { dispatch } from '#desk/state/store.ts';

interface SessionAnswer {
  readonly identity: string;
  readonly login: string;
  readonly full_name: string;
  readonly role: SessionUser['role'];
  readonly has_password: boolean;
  readonly account_sid: string;
  readonly agent_sid: string;
  readonly worker_sid: string | null;
  readonly workspace_sid: string | null;
  readonly chat_service_sid: string | null;
}

/** Tokens for the live connections, and when they end (milliseconds). */
export interface LiveTokens {
  readonly workerToken: string | null;
  readonly accessToken: string;
  readonly expires: number;
}

const SESSION = '/desk/v1/Session';

function userOf(answer: SessionAnswer): SessionUser {
  return {
    identity: answer.identity,
    login: answer.login,
    fullName: answer.full_name,
    role: answer.role,
    hasPassword: answer.has_password,
    accountSid: answer.account_sid,
    agentSid: answer.agent_sid,
    workerSid: answer.worker_sid,
    workspaceSid: answer.workspace_sid,
    chatServiceSid: answer.chat_service_sid,
  };
}

function waysIn(body: unknown): SignInWays | null {
  return (body as { sign_in?: SignInWays } | null)?.sign_in ?? null;
}

let isSignedIn = false;
/** The session is being replaced by another one: requests sent with the former one may be refused. */
let isRenewing = false;

// The server no longer knows who this is: the way in is shown, whichever request was told so.
onSignedOut((body) => {
  if (isRenewing) return;
  dispatch({ type: 'session/signed-out', ways: waysIn(body), hasEnded: isSignedIn });
  isSignedIn = false;
});

function entered(answer: SessionAnswer): void {
  isSignedIn = true;
  dispatch({ type: 'session/signed-in', user: userOf(answer) });
}

/** Finds out who is signed in; what the server says is in the state afterwards. */
export async function resumeSession(): Promise<void> {
  try {
    entered(await get<SessionAnswer>(SESSION));
  } catch (error) {
    if (!(error instanceof RequestError) || error.status !== 401) throw error;
  }
}

/** Signs in with login and password; rejects with what the server says about a refusal. */
export async function signIn(login: string, password: string): Promise<void> {
  entered(await post<SessionAnswer>(SESSION, { Login: login, Password: password }));
}

/** Gives whoever is signed in another password; rejects with what the server says about a refusal. */
export async function changePassword(current: string, next: string): Promise<void> {
  isRenewing = true;
  try {
    await post(`${SESSION}/Password`, { CurrentPassword: current, NewPassword: next });
  } catch (error) {
    isRenewing = false;
    if (error instanceof RequestError && error.status === 401) await resumeSession();
    throw error;
  } finally {
    isRenewing = false;
  }
}

/** Ends the session here and on the server. */
export async function signOut(): Promise<void> {
  isSignedIn = false;
  await remove(SESSION);
  dispatch({ type: 'session/signed-out', ways: null, hasEnded: false });
}

/** Tokens for the live connections, good for an hour. */
export async function liveTokens(): Promise<LiveTokens> {
  const answer = await post<{ worker_token: string | null; access_token: string; expires_at: string }>(
    '/desk/v1/Tokens',
  );
  return {
    workerToken: answer.worker_token,
    accessToken: answer.access_token,
    expires: Date.parse(answer.expires_at),
  };
}
