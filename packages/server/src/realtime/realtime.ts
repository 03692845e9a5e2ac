// The front of realtime/: the tokens that clients in browsers show instead of credentials.
export type { AccessToken, AccessTokenGrants, TaskRouterGrant } from './tokens/access-token.ts';
export type { CapabilityToken } from './tokens/capability-token.ts';
export { mintAccessToken, type NewAccessToken } from './tokens/mint-token.ts';
export { isPermitted, type PolicyRequest } from './tokens/policies.ts';
export { type VerifiedToken, verifyToken } from './tokens/verify-token.ts';
