// On whose behalf a tunnelled request looks at Sync objects, and of which service.
import { apiError } from '#kernel/errors.ts';
import type { Database } from '#storage/database.ts';
import type { AccessToken } from '../tokens/access-token.ts';
import type { TunnelCall } from '../twilsock/tunnel/route.ts';
import type { SyncViewer } from './objects.ts';
import { serviceNamed } from './stored/services.ts';

/** The product of Programmable Chat and Conversations, whose clients look at the objects of a chat service. */
const CHAT_PRODUCT = 'ip_messaging';

/** Which of its grants a client uses; null when the token has none that would do. */
function grantOf({ grants }: AccessToken, product: string): SyncViewer['grant'] | null {
  if (product === CHAT_PRODUCT) return grants.chat === null ? null : 'chat';
  if (grants.sync !== null) return 'sync';
  return product === 'data_sync' || grants.chat === null ? null : 'chat';
}

/** Whether a token still grants the service a viewer looks at; `before` is the token it was granted by. */
export function isStillGranted(viewer: SyncViewer, before: AccessToken, token: AccessToken): boolean {
  const granted = token.grants[viewer.grant];
  return granted !== null && granted.serviceSid === before.grants[viewer.grant]?.serviceSid;
}

/**
 * Who makes a request. 403/20006 when the token does not grant what the client speaks for, 404/54050 when it names
 * a service the account does not have.
 */
export async function viewerOf(
  database: Database,
  { session, grant: product }: TunnelCall,
): Promise<SyncViewer> {
  const { token, accountSid, identity } = session;
  const grant = grantOf(token, product);
  if (grant === null) throw apiError(20006, 'The access token grants nothing of Sync');
  const named = token.grants[grant]?.serviceSid ?? null;
  if (grant === 'chat') {
    if (named === null) throw apiError(20006, 'The access token names no chat service');
    return { accountSid, identity, grant, serviceSid: named };
  }
  const service = await serviceNamed(database, accountSid, named ?? 'default');
  if (service === undefined) throw apiError(54050);
  return { accountSid, identity, grant, serviceSid: service.sid };
}
