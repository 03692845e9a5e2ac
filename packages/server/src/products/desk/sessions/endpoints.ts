// The session of a browser: who is signed in, signing in, signing out, and the tokens its SDKs connect with.
//
//   GET    /desk/v1/Session                      401 with the ways to sign in when nobody is
//   POST   /desk/v1/Session  {Login, Password}   201 and a cookie
//   DELETE /desk/v1/Session                      204
//   POST   /desk/v1/Tokens                       201 {worker_token, access_token, expires_at}
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RawInput } from '#http/form-body.ts';
import { readInput, text } from '#http/parameters.ts';
import { errorBody } from '#http/twilio-error.ts';
import { apiError } from '#kernel/errors.ts';
import type { Context } from '#server/context.ts';
import { signIn } from '../sign-in/sign-in.ts';
import { giveToken, sessionToken, takeToken } from './cookie.ts';
import { conversationsOf, presentSession, workplaceOf } from './desk-session.ts';
import type { KnownSessions } from './known-sessions.ts';
import { isOfDesk, refuseForeign } from './same-origin.ts';
import { endSession, type SignedIn, tokenHash } from './sessions.ts';
import { mintTokens } from './tokens.ts';

const credentials = z.object({ Login: text(320), Password: text(1_024) });

/** How people can sign in here. */
function waysToSignIn({ config }: Context) {
  const { oidc } = config.desk;
  return { password: true, oidc: oidc === null ? null : { name: oidc.name } };
}

async function present(context: Context, signedIn: SignedIn): Promise<Record<string, unknown>> {
  const { database, config } = context;
  const { agent } = signedIn;
  const [place, chatServiceSid] = await Promise.all([
    workplaceOf(database.read, agent),
    conversationsOf(database.read, database.transaction, agent.account_sid),
  ]);
  return {
    ...presentSession(signedIn, place, chatServiceSid, config.desk),
    sign_in: waysToSignIn(context),
  };
}

/** Begins a session in a browser; the one it had before ends. */
export async function enterBrowser(
  { database, clock }: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { token, signedIn }: { readonly token: string; readonly signedIn: SignedIn },
): Promise<void> {
  const former = sessionToken(request);
  if (former !== null) await database.transaction((tx) => endSession(tx, tokenHash(former)));
  giveToken(request, reply, token, (signedIn.session.expires_at - clock.now()) / 1_000);
}

/** Adds the endpoints. */
export function addSessionEndpoints(server: FastifyInstance, context: Context, known: KnownSessions): void {
  const { config, database } = context;
  const keepPrivate = (reply: FastifyReply) => reply.header('Cache-Control', 'no-store');

  server.get('/desk/v1/Session', async (request, reply) => {
    keepPrivate(reply);
    const signedIn = await known.signedIn(request);
    if (signedIn !== null) return present(context, signedIn);
    return reply.code(401).send({ ...errorBody(apiError(20003)), sign_in: waysToSignIn(context) });
  });

  server.post('/desk/v1/Session', async (request, reply) => {
    keepPrivate(reply);
    refuseForeign(request, config.publicUrl);
    const { Login: login, Password: password } = readInput(credentials, (request.body ?? {}) as RawInput);
    const outcome = await signIn(context, { login, password, address: request.ip });
    if ('wait' in outcome) {
      reply.header('Retry-After', String(Math.ceil(outcome.wait / 1_000)));
      throw apiError(20429, 'Too many tries to sign in; try again later');
    }
    await enterBrowser(context, request, reply, outcome);
    return reply.code(201).send(await present(context, outcome.signedIn));
  });

  server.delete('/desk/v1/Session', async (request, reply) => {
    refuseForeign(request, config.publicUrl);
    const token = sessionToken(request);
    if (token !== null) await database.transaction((tx) => endSession(tx, tokenHash(token)));
    takeToken(request, reply);
    return reply.code(204).send();
  });

  server.post('/desk/v1/Tokens', async (request, reply) => {
    keepPrivate(reply);
    refuseForeign(request, config.publicUrl);
    const signedIn = isOfDesk(request) ? await known.signedIn(request) : null;
    if (signedIn === null) throw apiError(20003);
    return reply.code(201).send(await mintTokens(context, signedIn));
  });
}
