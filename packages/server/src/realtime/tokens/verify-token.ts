// Whether a token is genuine and still good: its signature, its time, and the account behind it.
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { type ApiError, apiError } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import { ACCESS_TOKEN_TYPE, type AccessToken, readAccessToken } from './access-token.ts';
import { type CapabilityToken, readCapabilityToken } from './capability-token.ts';
import { accessTokenKey, capabilityKey } from './signing-keys.ts';

/** A token that was issued for an account of this server and has not expired. */
export type VerifiedToken = AccessToken | CapabilityToken;

/** Longer than any token with a few grants or policies. */
const LONGEST_TOKEN = 16_384;

function decoded(token: string): { type: string | null; claims: JWTPayload } {
  if (token.length > LONGEST_TOKEN) throw apiError(20101);
  try {
    return { type: decodeProtectedHeader(token).cty ?? null, claims: decodeJwt(token) };
  } catch {
    throw apiError(20101);
  }
}

function refusalOf(error: unknown): ApiError {
  if (error instanceof errors.JWTExpired) return apiError(20104);
  if (error instanceof errors.JWSSignatureVerificationFailed) return apiError(20107);
  if (error instanceof errors.JOSEAlgNotAllowed) return apiError(20102);
  if (error instanceof errors.JWTClaimValidationFailed) {
    return apiError(error.claim === 'nbf' ? 20105 : 20104);
  }
  return apiError(20101);
}

async function keyOf(db: Reader, isAccess: boolean, claims: JWTPayload): Promise<Uint8Array> {
  const { iss: issuer, sub: accountSid } = claims;
  if (issuer === undefined || (isAccess && accountSid === undefined)) throw apiError(20103);
  const key = isAccess ? await accessTokenKey(db, issuer, accountSid!) : await capabilityKey(db, issuer);
  if (key === null) throw apiError(20103);
  return key;
}

/**
 * Verifies an access token (HS256, HS384 or HS512 with the secret of an API key) or a TaskRouter capability token
 * (HS256 with the account's auth token). `now` is in milliseconds. A token that is forged, expired, not yet good,
 * or of an account or key this server does not have is refused with 401 and Twilio's code ("Error and Warning
 * Dictionary", 20101 to 20107).
 */
export async function verifyToken(db: Reader, now: number, token: string): Promise<VerifiedToken> {
  const { type, claims } = decoded(token);
  const isAccess = type === ACCESS_TOKEN_TYPE;
  const key = await keyOf(db, isAccess, claims);
  try {
    await jwtVerify(token, key, {
      algorithms: isAccess ? ['HS256', 'HS384', 'HS512'] : ['HS256'],
      currentDate: new Date(now),
      requiredClaims: ['exp'],
    });
  } catch (error) {
    throw refusalOf(error);
  }
  const verified = isAccess ? readAccessToken(claims) : readCapabilityToken(claims);
  if (verified === null) throw apiError(20106);
  return verified;
}
