// A real OpenID Connect provider on loopback, whose people sign in without being asked, and a browser that goes there
// and back.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';

const require = createRequire(import.meta.url);

/** The client the provider knows. */
export const CLIENT = { id: 'parley', secret: 'the secret of the client of the tests' };

/** What the provider says of somebody. */
export interface Person {
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
  readonly groups?: readonly string[];
}

/** A running provider. */
export interface IdentityProvider {
  readonly issuer: string;
  /** Who sits at the browser; null refuses to sign in. */
  person: Person | null;
  /** Takes sign-ins of the server at this address. */
  serve(serverUrl: string): Promise<void>;
  close(): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: the package has no types
type Loose = any;

/** Starts a provider; `serve` tells it whose sign-ins it takes. */
export async function startProvider(): Promise<IdentityProvider> {
  let provider: Loose = null;
  const web = createServer((request, response) => {
    if (!request.url!.startsWith('/interaction/')) {
      provider.callback()(request, response);
      return;
    }
    interact(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
  const issuer = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;

  const interact = async (request: IncomingMessage, response: ServerResponse) => {
    const { prompt, session, params } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      const answer =
        running.person === null ? { error: 'access_denied' } : { login: { accountId: running.person.email } };
      await provider.interactionFinished(request, response, answer);
      return;
    }
    const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    const consent = { grantId: await grant.save() };
    await provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
  };

  const running: IdentityProvider = {
    issuer,
    person: null,
    async serve(serverUrl) {
      const { Provider } = require('oidc-provider');
      const { privateKey } = await generateKeyPair('RS256', { extractable: true });
      provider = new Provider(issuer, {
        clients: [
          {
            client_id: CLIENT.id,
            client_secret: CLIENT.secret,
            redirect_uris: [`${serverUrl}/desk/v1/OidcCallback`],
          },
        ],
        jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] },
        cookies: { keys: ['a key of the tests'] },
        pkce: { required: () => true },
        features: { devInteractions: { enabled: false } },
        interactions: { url: (_context: Loose, { uid }: Loose) => `/interaction/${uid}` },
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
        findAccount: (_context: Loose, sub: string) => ({
          accountId: sub,
          claims: () => ({ sub, ...running.person }),
        }),
      });
    },
    async close() {
      web.closeAllConnections();
      web.close();
      await once(web, 'close');
    },
  };
  return running;
}

/** A browser that follows redirects over both servers and keeps the cookies of each. */
export class Traveller {
  readonly #jars = new Map<string, Map<string, string>>();

  /** Every address it asked for, the last one last. */
  readonly visited: string[] = [];
  /** Where it was to go next when it stopped. */
  next = '';

  cookies(url: string): Map<string, string> {
    const { origin } = new URL(url);
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    return jar;
  }

  /** One request, without following where it leads. */
  async step(url: string): Promise<Response> {
    this.visited.push(url);
    const jar = this.cookies(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
    for (const given of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(given)!;
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(given)) jar.delete(name!);
      else jar.set(name!, value!);
    }
    return answer;
  }

  /** Follows redirects until a page is there, or until `until` says that an address is the end. */
  async go(url: string, until: (url: string) => boolean = () => false): Promise<Response | null> {
    for (let next = url; ; ) {
      this.next = next;
      if (until(next)) return null;
      const answer = await this.step(next);
      const location = answer.headers.get('location');
      if (location === null) return answer;
      next = new URL(location, next).href;
    }
  }
}
