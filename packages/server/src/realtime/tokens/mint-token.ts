// Access tokens this server issues itself, for those who logged in to its desk.
import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import { ACCESS_TOKEN_TYPE, type AccessTokenGrants } from './access-token.ts';
import { serverKey } from './signing-keys.ts';

/** An access token about to be issued. */
export interface NewAccessToken {
  readonly accountSid: string;
  readonly identity: string;
  readonly grants: Partial<AccessTokenGrants>;
  /** Seconds the token is good for. */
  readonly ttl: number;
}

function grantClaims({ identity, grants }: NewAccessToken): Record<string, unknown> {
  const { taskRouter, chat, sync } = grants;
  return {
    identity,
    ...(taskRouter
      ? {
          task_router: {
            workspace_sid: taskRouter.workspaceSid,
            ...(taskRouter.workerSid === null ? {} : { worker_sid: taskRouter.workerSid }),
            role: taskRouter.role,
          },
        }
      : {}),
    ...(chat ? { chat: { service_sid: chat.serviceSid } } : {}),
    ...(sync ? { data_sync: { service_sid: sync.serviceSid } } : {}),
  };
}

/**
 * Issues an access token of the shape Twilio's SDKs mint. It is signed with a key that follows from the account's
 * auth token; 404/20404 for an account that is unknown or not active. `now` is in milliseconds.
 */
export async function mintAccessToken(db: Reader, now: number, given: NewAccessToken): Promise<string> {
  const key = await serverKey(db, given.accountSid);
  if (key === null) throw notFound(`/Accounts/${given.accountSid}`);
  const issuedAt = Math.floor(now / 1_000);
  return new SignJWT({ grants: grantClaims(given) })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', cty: ACCESS_TOKEN_TYPE })
    .setJti(randomUUID())
    .setIssuer(given.accountSid)
    .setSubject(given.accountSid)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + given.ttl)
    .sign(key);
}
