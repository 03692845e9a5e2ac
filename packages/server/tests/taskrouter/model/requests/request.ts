// A step of a caller: one request to the workspace, and what it does to the model when it is taken.
import type { Fresh } from '../rules.ts';
import type { Answered, ServerUnderTest } from '../server-under-test.ts';
import type { World } from '../world.ts';

/** One request to the workspace. */
export interface Request {
  readonly text: string;
  send(server: ServerUnderTest): Promise<Answered>;
  /** Whether it must be refused with 400. */
  readonly isRefused: boolean;
  /** What it does to the model; the answer has the SID of what was made. */
  apply(answer: { readonly sid?: string }, fresh: Fresh): void;
}

/** A kind of request. */
export interface Action {
  readonly text: string;
  /** The request it is in the present workspace; null where there is no occasion for it. */
  prepare(world: World): Request | null;
}

/** A REST request below the workspace. */
export function rest(
  world: World,
  method: 'POST' | 'DELETE',
  path: string,
  form: Readonly<Record<string, string>> = {},
): Pick<Request, 'text' | 'send'> {
  return {
    text: `${method} ${path}`,
    send: (server) => server.request(method, `/${world.sid}${path}`, form),
  };
}

/** The element a number stands for; undefined in an empty list. */
export function pick<T>(list: readonly T[], number: number): T | undefined {
  return list.length === 0 ? undefined : list[number % list.length];
}
