// The provider that says who people are: where it sends them to sign in, and what it says of those who come back.
import * as oidc from 'openid-client';
import type { OidcConfig } from '#config/desk.ts';

/** What the provider says of somebody. */
export interface Claims {
  /** Null unless the provider has verified that it is his. */
  readonly email: string | null;
  readonly name: string | null;
  /** The values of the claim that tells roles. */
  readonly roles: readonly string[];
}

/** The secrets of one sign-in, and the address to begin it at. */
export interface Departure {
  readonly url: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function readClaims(claims: Readonly<Record<string, unknown>>, { roles }: OidcConfig): Claims {
  const told = roles === null ? [] : [claims[roles.claim]].flat();
  return {
    email: claims['email_verified'] === true ? textOf(claims['email']) : null,
    name: textOf(claims['name']),
    roles: told.filter((value) => typeof value === 'string'),
  };
}

/** Speaks to one provider. What it publishes of itself is read when somebody first signs in through it. */
export class Provider {
  readonly #config: OidcConfig;
  #client: Promise<oidc.Configuration> | null = null;

  constructor(config: OidcConfig) {
    this.#config = config;
  }

  /** Begins a sign-in whose answer comes to `redirectUri`. */
  async depart(redirectUri: string): Promise<Departure> {
    const client = await this.#discovered();
    const verifier = oidc.randomPKCECodeVerifier();
    const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
    const url = oidc.buildAuthorizationUrl(client, {
      redirect_uri: redirectUri,
      scope: 'openid email profile',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return { url: url.href, state, nonce, verifier };
  }

  /** Takes the answer; throws when it is not one to this sign-in. */
  async arrive(address: URL, { state, nonce, verifier }: Omit<Departure, 'url'>): Promise<Claims> {
    const client = await this.#discovered();
    const tokens = await oidc.authorizationCodeGrant(client, address, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    const isWhole = claims['email'] !== undefined || client.serverMetadata().userinfo_endpoint === undefined;
    if (isWhole) return readClaims(claims, this.#config);
    const more = await oidc.fetchUserInfo(client, tokens.access_token, claims.sub);
    return readClaims({ ...claims, ...more }, this.#config);
  }

  #discovered(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#config;
    this.#client ??= oidc
      .discovery(new URL(issuer), clientId, clientSecret, undefined, {
        // Settings allow plain HTTP within one machine only.
        execute: issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [],
      })
      .catch((error: unknown) => {
        this.#client = null;
        throw error;
      });
    return this.#client;
  }
}
