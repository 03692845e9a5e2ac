// Serves one tunnelled request: request -> route -> answer, and every failure as an answer too.

import { unquoted } from '#http/serve-route.ts';
import { errorBody, refusalOf } from '#http/twilio-error.ts';
import { type ApiError, apiError } from '#kernel/errors.ts';
import type { Packet } from '../codec.ts';
import type { TwilsockSession } from '../session.ts';
import { readRequest } from './request.ts';
import type { TunnelAnswer } from './route.ts';
import type { TunnelRouter } from './router.ts';

/** What serving needs of the server. */
export interface TunnelContext {
  readonly router: TunnelRouter;
  readonly log: { error(facts: Record<string, unknown>, message: string): void };
  /** The refusal a broken unique index stands for, or null when the error is about none. */
  readonly refusalOfIndex: (error: unknown) => Promise<ApiError | null>;
}

/**
 * Answers the request in a packet. It never rejects: a refusal is answered with its code, a defect with 500/20500
 * and a line in the log.
 */
export async function serveTunnelled(
  context: TunnelContext,
  session: TwilsockSession,
  now: number,
  packet: Packet,
): Promise<TunnelAnswer> {
  try {
    const request = readRequest(packet);
    const { route, params, prefix } = context.router.find(request.method, request.path);
    const { grant, query, headers, body, origin } = request;
    const ifMatch = unquoted(headers['if-match']);
    return await route.handle({
      session,
      grant,
      params,
      query,
      body,
      headers,
      ifMatch,
      base: `${origin}${prefix}`,
      now,
    });
  } catch (error) {
    const refusal = refusalOf(error) ?? (await context.refusalOfIndex(error));
    if (refusal !== null) return { status: refusal.status, body: errorBody(refusal) };
    context.log.error({ err: error }, 'a tunnelled request failed');
    return { status: 500, body: errorBody(apiError(20500)) };
  }
}
