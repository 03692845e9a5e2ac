// On whose behalf a client of the event bridge acts, as its token says.
import { apiError } from '#kernel/errors.ts';
import { isSid } from '#kernel/sid.ts';
import { isPermitted, type PolicyRequest, type VerifiedToken } from '#realtime/realtime.ts';

/** What an actor may do: by the role of an access token, or by the policies of a capability token. */
type Rights =
  | { readonly kind: 'role'; readonly isSupervisor: boolean }
  | { readonly kind: 'policies'; readonly permits: (request: PolicyRequest) => boolean };

/** Whoever shows a token for a workspace. */
export interface Actor {
  readonly accountSid: string;
  readonly workspaceSid: string;
  /** The worker the token is for; null when it is for the workspace or a queue. */
  readonly workerSid: string | null;
  /** What follows the account in the older address of the event bridge: the worker, queue or workspace. */
  readonly channel: string;
  readonly rights: Rights;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** The actor of a token; 403/20006 for one that grants nothing of TaskRouter. */
export function actorOf(token: VerifiedToken): Actor {
  const { accountSid, expiresAt } = token;
  if (token.kind === 'capability') {
    const { workspaceSid, channel, policies } = token;
    return {
      accountSid,
      workspaceSid,
      workerSid: isSid(channel, 'WK') ? channel : null,
      channel,
      rights: { kind: 'policies', permits: (request) => isPermitted(policies, request) },
      expiresAt,
    };
  }
  const grant = token.grants.taskRouter;
  if (grant === null) throw apiError(20006, 'The access token grants nothing of TaskRouter');
  return {
    accountSid,
    workspaceSid: grant.workspaceSid,
    workerSid: grant.workerSid,
    channel: grant.workerSid ?? grant.workspaceSid,
    rights: { kind: 'role', isSupervisor: grant.role === 'supervisor' },
    expiresAt,
  };
}

/** 403/20006 unless the policies of a capability token, where there are some, permit the request. */
export function refuseUnpermitted(actor: Actor, request: PolicyRequest): void {
  if (actor.rights.kind === 'policies' && !actor.rights.permits(request)) {
    throw apiError(20006, `No policy of the token permits ${request.method} ${request.path}`);
  }
}

/** 403/20006 unless the actor may use the event bridge itself: `GET` to listen, `POST` to call. */
export function refuseBridge(actor: Actor, method: 'GET' | 'POST'): void {
  const path = `/v1/wschannels/${actor.accountSid}/${actor.channel}`;
  refuseUnpermitted(actor, { method, path, parameters: {} });
}
