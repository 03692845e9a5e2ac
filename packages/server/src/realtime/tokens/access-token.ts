// What an access token says: who somebody is, and what each product grants them.
import { z } from 'zod';

/** Content type in the header of access tokens; capability tokens have none. */
export const ACCESS_TOKEN_TYPE = 'twilio-fpa;v=1';

/** What TaskRouter grants: acting in one workspace as one worker, or over all of them. */
export interface TaskRouterGrant {
  readonly workspaceSid: string;
  /** Null in tokens that only look at the workspace. */
  readonly workerSid: string | null;
  /** Whoever is no supervisor is a worker: an unknown role grants the least. */
  readonly role: 'worker' | 'supervisor';
}

/** What a token grants, by product; null where it grants nothing. */
export interface AccessTokenGrants {
  readonly taskRouter: TaskRouterGrant | null;
  readonly chat: {
    readonly serviceSid: string | null;
    /** The role the user gets when this token makes him. */
    readonly deploymentRoleSid?: string | null;
  } | null;
  readonly sync: { readonly serviceSid: string | null } | null;
}

/** A verified access token ("Access Tokens", grants). */
export interface AccessToken {
  readonly kind: 'access';
  readonly accountSid: string;
  readonly identity: string | null;
  readonly grants: AccessTokenGrants;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

const service = z.object({ service_sid: z.string().nullish() }).nullish();
const chatService = z
  .object({ service_sid: z.string().nullish(), deployment_role_sid: z.string().nullish() })
  .nullish();

const accessClaims = z.object({
  sub: z.string(),
  exp: z.number(),
  grants: z.object({
    identity: z.string().nullish(),
    task_router: z
      .object({
        workspace_sid: z.string(),
        worker_sid: z.string().nullish(),
        role: z.string().nullish(),
      })
      .nullish(),
    chat: chatService,
    ip_messaging: chatService,
    data_sync: service,
  }),
});

/** The token its claims describe, or null when they are not those of an access token. */
export function readAccessToken(claims: unknown): AccessToken | null {
  const read = accessClaims.safeParse(claims);
  if (!read.success) return null;
  const { sub, exp, grants } = read.data;
  const { task_router: taskRouter, data_sync: sync } = grants;
  // Older SDKs name the grant of Programmable Chat by its former name.
  const chat = grants.chat ?? grants.ip_messaging;
  return {
    kind: 'access',
    accountSid: sub,
    identity: grants.identity ?? null,
    expiresAt: exp * 1_000,
    grants: {
      taskRouter: taskRouter
        ? {
            workspaceSid: taskRouter.workspace_sid,
            workerSid: taskRouter.worker_sid ?? null,
            role: taskRouter.role === 'supervisor' ? 'supervisor' : 'worker',
          }
        : null,
      chat: chat
        ? {
            serviceSid: chat.service_sid ?? null,
            ...(chat.deployment_role_sid ? { deploymentRoleSid: chat.deployment_role_sid } : {}),
          }
        : null,
      sync: sync ? { serviceSid: sync.service_sid ?? null } : null,
    },
  };
}
