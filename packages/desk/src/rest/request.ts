// Calls of the REST API with the session of this browser: the same paths and form-encoded parameters any program uses.

import { words } from '#desk/words/ui.ts';

/** A refused request, with Twilio's code and what the server says about it. */
export class RequestError extends Error {
  readonly status: number;
  readonly code: number | null;
  readonly details: unknown;

  constructor(status: number, body: { message?: string; code?: number; details?: unknown } | null) {
    super(body?.message ?? words.failed);
    this.name = 'RequestError';
    this.status = status;
    this.code = body?.code ?? null;
    this.details = body?.details ?? null;
  }
}

export type Parameter = string | number | boolean | null | undefined;
export type Parameters = Readonly<Record<string, Parameter | readonly Parameter[]>>;

/** Proves that the request was made by this page: no other site may send this header. */
const OF_THE_DESK = { 'X-Parley-Desk': '1' } as const;

function encoded(parameters: Parameters): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined) form.append(name, String(one));
    }
  }
  return form;
}

let tellSignedOut: (body: unknown) => void = () => {};

/** Who is told, with the body of the answer, when the server no longer knows who asks. */
export function onSignedOut(tell: (body: unknown) => void): void {
  tellSignedOut = tell;
}

async function send(method: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, {
      ...init,
      method,
      headers: { Accept: 'application/json', ...OF_THE_DESK, ...init.headers },
      credentials: 'same-origin',
    });
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error;
    throw new RequestError(0, { message: words.offline });
  }
}

/** The answer's body, or the refusal as an error. Who is signed out meanwhile is shown the way in. */
async function answer<T>(response: Response): Promise<T> {
  const text = await response.text();
  let body: unknown = null;
  try {
    body = text === '' ? null : JSON.parse(text);
  } catch {
    body = null;
  }
  if (response.ok) return body as T;
  if (response.status === 401) tellSignedOut(body);
  throw new RequestError(
    response.status,
    body as { message?: string; code?: number; details?: unknown } | null,
  );
}

/** Reads: parameters go into the query. */
export async function get<T>(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<T> {
  const query = encoded(parameters).toString();
  const separator = path.includes('?') ? '&' : '?';
  const init = signal === undefined ? {} : { signal };
  return answer(await send('GET', query === '' ? path : `${path}${separator}${query}`, init));
}

/** Writes, form-encoded as Twilio's API takes it. */
export async function post<T>(
  path: string,
  parameters: Parameters = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  return answer(await send('POST', path, { body: encoded(parameters), headers }));
}

/** Writes a JSON body, where the operation takes one (content templates, the one call's lists). */
export async function postJson<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'Content-Type': 'application/json' };
  return answer(await send('POST', path, { body: JSON.stringify(body), headers }));
}

/** Removes. */
export async function remove(path: string): Promise<void> {
  await answer(await send('DELETE', path, {}));
}
