// The front of realtime/: the tokens that clients in browsers show instead of credentials, and what their SDKs
// connect to.
export { realtimeProducts } from './clients.ts';
export type * from './sync/objects.ts';
export type * from './sync/provider.ts';
export type { ListPurpose } from './sync/purpose.ts';
export { purgeSyncEvents } from './sync/stored/purge-events.ts';
export type { AccessToken, AccessTokenGrants, TaskRouterGrant } from './tokens/access-token.ts';
export type { CapabilityToken } from './tokens/capability-token.ts';
export { mintAccessToken, type NewAccessToken } from './tokens/mint-token.ts';
export { isPermitted, type PolicyRequest } from './tokens/policies.ts';
export { type VerifiedToken, verifyToken } from './tokens/verify-token.ts';
export type { TwilsockSession } from './twilsock/session.ts';
export { type SessionObserver, TwilsockSessions } from './twilsock/sessions.ts';
export type { TunnelAnswer, TunnelCall, TunnelRoute } from './twilsock/tunnel/route.ts';
