// What a TaskRouter capability token says: one channel of a workspace, and the requests its bearer may make.
import { z } from 'zod';
import type { Policy } from './policies.ts';

/** A verified capability token ("TaskRouter JavaScript SDK v1", capability tokens). */
export interface CapabilityToken {
  readonly kind: 'capability';
  readonly accountSid: string;
  readonly workspaceSid: string;
  /** SID of the worker, queue or workspace it was made for. */
  readonly channel: string;
  readonly policies: readonly Policy[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

const filter = z.record(z.string(), z.unknown()).nullish();

const capabilityClaims = z.object({
  iss: z.string(),
  account_sid: z.string().nullish(),
  exp: z.number(),
  workspace_sid: z.string(),
  channel: z.string(),
  policies: z.array(
    z.object({
      url: z.string(),
      method: z.string(),
      query_filter: filter,
      post_filter: filter,
      allow: z.boolean().nullish(),
    }),
  ),
});

/** The token its claims describe, or null when they are not those of a capability token. */
export function readCapabilityToken(claims: unknown): CapabilityToken | null {
  const read = capabilityClaims.safeParse(claims);
  if (!read.success) return null;
  const { iss, account_sid: accountSid, workspace_sid: workspaceSid, channel, exp, policies } = read.data;
  if (accountSid !== undefined && accountSid !== null && accountSid !== iss) return null;
  return {
    kind: 'capability',
    accountSid: iss,
    workspaceSid,
    channel,
    expiresAt: exp * 1_000,
    policies: policies.map((policy) => ({
      url: policy.url,
      method: policy.method,
      queryFilter: policy.query_filter ?? {},
      postFilter: policy.post_filter ?? {},
      allow: policy.allow ?? true,
    })),
  };
}
