// Signing in at a provider:
//
//   GET /desk/v1/OidcStart?to=/path    to the provider, and later to the path
//   GET /desk/v1/OidcCallback          back from it, with a session or a page that says why not
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OidcConfig } from '#config/desk.ts';
import { originOf } from '#http/addresses.ts';
import { ApiError, notFound } from '#kernel/errors.ts';
import type { Context } from '#server/context.ts';
import { readCookie, secureMark } from '../sessions/cookie.ts';
import { enterBrowser } from '../sessions/endpoints.ts';
import { admit } from './admit.ts';
import { type Claims, Provider } from './provider.ts';
import { sendRefusal } from './refusal-page.ts';
import { AWAY_MS, type AwayState, openState, pathHere, sealState } from './state.ts';

const CALLBACK = '/desk/v1/OidcCallback';
const COOKIE = 'parley_oidc';

/** The cookie comes along when the provider sends the browser back, so it is not as strict as the session's. */
function setCookie(request: FastifyRequest, reply: FastifyReply, value: string, seconds: number): void {
  reply.header(
    'Set-Cookie',
    `${COOKIE}=${value}; Path=${CALLBACK}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secureMark(request)}`,
  );
}

function queryOf(request: FastifyRequest): URLSearchParams {
  const mark = request.url.indexOf('?');
  return new URLSearchParams(mark === -1 ? '' : request.url.slice(mark + 1));
}

/** What is worth telling of a failure; the rest may hold what the provider said in confidence. */
function reasonOf(error: unknown): { reason: string; code: unknown } {
  return { reason: (error as Error).message, code: (error as { code?: unknown }).code };
}

/** Adds the endpoints; without a provider there is nothing at them. */
export function addOidcEndpoints(server: FastifyInstance, context: Context): void {
  const { oidc } = context.config.desk;
  const nowhere = async (request: FastifyRequest) => {
    throw notFound(request.url.split('?', 1)[0]!.slice('/desk/v1'.length));
  };
  if (oidc === null) {
    server.get('/desk/v1/OidcStart', nowhere);
    server.get(CALLBACK, nowhere);
    return;
  }
  addProviderEndpoints(server, context, oidc);
}

function addProviderEndpoints(server: FastifyInstance, context: Context, oidc: OidcConfig): void {
  const { clock, config, log } = context;
  const provider = new Provider(oidc);
  const callbackOf = (request: FastifyRequest) =>
    `${config.publicUrl ?? originOf(request.protocol, request.host)}${CALLBACK}`;

  server.get('/desk/v1/OidcStart', async (request, reply) => {
    const to = pathHere(queryOf(request).get('to') ?? undefined);
    reply.header('Cache-Control', 'no-store');
    try {
      const { url, ...secrets } = await provider.depart(callbackOf(request));
      const state: AwayState = { ...secrets, to, endsAt: clock.now() + AWAY_MS };
      setCookie(request, reply, sealState(oidc.clientSecret, state), AWAY_MS / 1_000);
      return reply.redirect(url, 302);
    } catch (error) {
      log.warn(reasonOf(error), 'the provider people sign in at cannot be asked');
      sendRefusal(reply, 502, `${oidc.name} cannot be reached at the moment. Try again in a while.`);
      return reply;
    }
  });

  server.get(CALLBACK, async (request, reply) => {
    reply.header('Cache-Control', 'no-store');
    const sealed = readCookie(request, COOKIE);
    setCookie(request, reply, '', 0);
    const state = sealed === null ? null : openState(oidc.clientSecret, sealed, clock.now());
    if (state === null) {
      sendRefusal(reply, 403, 'This way to sign in was not begun in this browser, or too long ago.');
      return reply;
    }
    const address = new URL(callbackOf(request));
    address.search = queryOf(request).toString();
    let claims: Claims;
    try {
      claims = await provider.arrive(address, state);
    } catch (error) {
      log.warn(reasonOf(error), 'a sign-in at the provider was not finished');
      sendRefusal(reply, 403, `${oidc.name} did not confirm who you are.`);
      return reply;
    }
    try {
      const outcome = await admit(context, oidc, claims);
      if ('reason' in outcome) {
        sendRefusal(reply, 403, outcome.reason);
        return reply;
      }
      await enterBrowser(context, request, reply, outcome);
      return reply.redirect(state.to, 302);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      sendRefusal(reply, error.status, `${error.message}.`);
      return reply;
    }
  });
}
