// Serves one call: who asks, what for, and whether they may.
import { z } from 'zod';
import { decodeJson, type RawInput } from '#http/form-body.ts';
import { oneOf, readInput } from '#http/parameters.ts';
import { verifyToken } from '#realtime/realtime.ts';
import type { Database } from '#storage/database.ts';
import { type Actor, actorOf, refuseBridge, refuseUnpermitted } from '../actor.ts';
import { refuseOtherWorkspace } from './access.ts';
import { findRoute } from './routes.ts';

const envelope = z.object({
  url: z.string(),
  method: oneOf(['GET', 'POST']),
  params: z.record(z.string(), z.unknown()).nullish(),
  token: z.string(),
});

/** A call as it arrives, with the token already believed. */
export interface Envelope {
  readonly actor: Actor;
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly input: RawInput;
}

/** Parameters as a form would have them: the REST resources read them from there. */
function asForm(params: Readonly<Record<string, unknown>>): RawInput {
  const form: RawInput = Object.create(null);
  for (const [name, value] of Object.entries(params)) {
    if (value === null || value === undefined || value === '') form[name] = null;
    else form[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return form;
}

/** Opens the envelope of a call. 401 for a bad token, 400/20001 for what is no call, 403/20006 for a foreign token. */
export async function openEnvelope(database: Database, now: number, body: string): Promise<Envelope> {
  const { url, method, params, token } = readInput(envelope, decodeJson(body));
  const actor = actorOf(await verifyToken(database.read, now, token));
  refuseBridge(actor, 'POST');
  return { actor, path: url.replace(/^\/+/, ''), method, input: asForm(params ?? {}) };
}

/** Serves a call and resolves with its payload. */
export async function serveCall(
  database: Database,
  now: number,
  { actor, path, method, input }: Envelope,
  ifMatch: string | null,
): Promise<unknown> {
  const { run, params } = findRoute(method, path);
  const call = { database, actor, path, params, input, ifMatch, now };
  refuseOtherWorkspace(call);
  refuseUnpermitted(actor, { method, path: `/v1/${path}`, parameters: input });
  return run(call);
}
