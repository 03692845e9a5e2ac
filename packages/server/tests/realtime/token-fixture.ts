// Keys and tokens as Twilio's own packages mint them.
import { createRequire } from 'node:module';
import { secretHash } from '#http/authentication.ts';
import { newSid } from '#kernel/sid.ts';
import type { TestAccount, TestServer } from '../support/start-server.ts';

const require = createRequire(import.meta.url);

/** An API key and its secret. */
export interface TestKey {
  readonly sid: string;
  readonly secret: string;
}

/** Adds an API key to an account; `canSign` says whether its secret is kept, which checking tokens takes. */
export async function addKey(server: TestServer, account: TestAccount, canSign = true): Promise<TestKey> {
  const key = { sid: newSid('SK'), secret: newSid('ks').slice(2) };
  await server.context.database.transaction((tx) =>
    tx.db
      .insertInto('api_keys')
      .values({
        sid: key.sid,
        account_sid: account.sid,
        friendly_name: 'Signing key',
        secret_hash: secretHash(key.secret),
        signing_secret: canSign ? key.secret : null,
        date_created: tx.now,
        date_updated: tx.now,
      })
      .execute(),
  );
  return key;
}

/** What goes into an access token. */
export interface TokenWish {
  readonly accountSid: string;
  readonly key: TestKey;
  readonly identity?: string;
  /** Seconds. */
  readonly ttl?: number;
  /** Seconds since the epoch. */
  readonly nbf?: number;
  readonly algorithm?: 'HS256' | 'HS384' | 'HS512';
  readonly taskRouter?: { workspaceSid: string; workerSid?: string; role?: string };
  readonly chatServiceSid?: string;
  readonly syncServiceSid?: string;
}

/** The npm aliases of the packages tokens are minted with. */
export const MINTS = [
  { name: 'twilio 6', module: 'twilio' },
  { name: 'twilio 3.84.1', module: 'twilio3' },
] as const;

/** An access token minted by the package. */
export function accessToken(wish: TokenWish, module = 'twilio'): string {
  const { AccessToken } = require(module).jwt;
  const options = { ttl: wish.ttl ?? 3_600, identity: wish.identity ?? 'somebody', nbf: wish.nbf };
  const token = new AccessToken(wish.accountSid, wish.key.sid, wish.key.secret, options);
  if (wish.taskRouter !== undefined) token.addGrant(new AccessToken.TaskRouterGrant(wish.taskRouter));
  if (wish.chatServiceSid !== undefined) {
    token.addGrant(new AccessToken.ChatGrant({ serviceSid: wish.chatServiceSid }));
  }
  if (wish.syncServiceSid !== undefined) {
    token.addGrant(new AccessToken.SyncGrant({ serviceSid: wish.syncServiceSid }));
  }
  return token.toJwt(wish.algorithm);
}

/** A policy of a capability token, in the names of the package. */
export interface PolicyWish {
  readonly url: string;
  readonly method?: string;
  readonly allow?: boolean;
  readonly queryFilter?: object;
  readonly postFilter?: object;
}

/** A capability token minted by the package, with its default policies for the event bridge and those given. */
export function capabilityToken(
  account: TestAccount,
  workspaceSid: string,
  channelId: string,
  policies: readonly PolicyWish[],
  module = 'twilio',
): string {
  const { TaskRouterCapability, util } = require(module).jwt.taskrouter;
  const token = new TaskRouterCapability({
    accountSid: account.sid,
    authToken: account.token,
    workspaceSid,
    channelId,
    ttl: 3_600,
  });
  const bridge = util.defaultEventBridgePolicies(account.sid, channelId);
  for (const policy of bridge) token.addPolicy(policy);
  for (const wish of policies) {
    const policy = new TaskRouterCapability.Policy(wish);
    // Older packages turn every refusal into a permission.
    if (wish.allow === false) policy.allow = false;
    token.addPolicy(policy);
  }
  return token.toJwt();
}
