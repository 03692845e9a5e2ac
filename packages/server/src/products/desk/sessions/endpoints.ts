// The session of a browser: who is signed in, signing in, signing out, another password, and the tokens its SDKs
// connect with.
//
//   GET    /desk/v1/Session                      401 with the ways to sign in when nobody is
//   POST   /desk/v1/Session  {Login, Password}   201 and a cookie
//   DELETE /desk/v1/Session                      204
//   POST   /desk/v1/Session/Password  {CurrentPassword, NewPassword}   200 and another cookie
//   POST   /desk/v1/Tokens                       201 {worker_token, access_token, expires_at}
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RawInput } from '#http/form-body.ts';
import { readInput, text } from '#http/parameters.ts';
import { errorBody } from '#http/twilio-error.ts';
import { type ApiError, apiError } from '#kernel/errors.ts';
import type { Context } from '#server/context.ts';
import { changePassword } from '../sign-in/change-password.ts';
import { chosenPassword, LONGEST_PASSWORD } from '../sign-in/chosen-password.ts';
import { signIn, type TooManyTries } from '../sign-in/sign-in.ts';
import { giveToken, sessionToken, takeToken } from './cookie.ts';
import { conversationsOf, presentSession, workplaceOf } from './desk-session.ts';
import type { KnownSessions } from './known-sessions.ts';
import { isOfDesk, refuseForeign } from './same-origin.ts';
import { endSession, type SignedIn, tokenHash } from './sessions.ts';
import { mintTokens } from './tokens.ts';

const credentials = z.object({ Login: text(320), Password: text(LONGEST_PASSWORD) });
const passwords = z.object({ CurrentPassword: text(LONGEST_PASSWORD), NewPassword: chosenPassword });

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

function tooMany(reply: FastifyReply, { wait }: TooManyTries): ApiError {
  reply.header('Retry-After', String(Math.ceil(wait / 1_000)));
  return apiError(20429, 'Too many tries to sign in; try again later');
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
  const requireSignedIn = async (request: FastifyRequest): Promise<SignedIn> => {
    refuseForeign(request, config.publicUrl);
    const signedIn = isOfDesk(request) ? await known.signedIn(request) : null;
    if (signedIn === null) throw apiError(20003);
    return signedIn;
  };

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
    if ('wait' in outcome) throw tooMany(reply, outcome);
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

  server.post('/desk/v1/Session/Password', async (request, reply) => {
    keepPrivate(reply);
    const signedIn = await requireSignedIn(request);
    const input = readInput(passwords, (request.body ?? {}) as RawInput);
    const { CurrentPassword: current, NewPassword: next } = input;
    const outcome = await changePassword(context, signedIn, { current, next, address: request.ip });
    if ('wait' in outcome) throw tooMany(reply, outcome);
    await enterBrowser(context, request, reply, outcome);
    return present(context, outcome.signedIn);
  });

  server.post('/desk/v1/Tokens', async (request, reply) => {
    keepPrivate(reply);
    return reply.code(201).send(await mintTokens(context, await requireSignedIn(request)));
  });
}
