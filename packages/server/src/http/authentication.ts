// Who is calling: Basic authentication with an account SID and its token, or with an API key and its secret; or the
// browser of somebody who signed in.
import { hash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { apiError } from '#kernel/errors.ts';
import { isSid } from '#kernel/sid.ts';
import type { Database } from '#storage/database.ts';

/** A verified header is believed for this long, so that a revoked key stops working soon. */
const BELIEVED_MS = 5_000;
const CACHE_SIZE = 1_000;

/** The header the desk sends with every request: no other site can, unless it is allowed to. */
export const DESK_HEADER = 'x-parley-desk';

/** Somebody who signed in. */
export interface Person {
  /** SID of the user (`UA…`). */
  readonly sid: string;
  readonly fullName: string;
  readonly role: 'agent' | 'supervisor' | 'admin';
  /** The worker he is; null when he is none. */
  readonly workerSid: string | null;
}

/** What a request asks of the server: the path of the route that takes it, and the values in it. */
export interface RoutedCall {
  readonly method: string;
  /** The router's spelling: `/taskrouter/v1/Workspaces/:Sid`. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
}

/** The account a request acts for, and who asks where it is a person. */
export interface Caller {
  readonly accountSid: string;
  /** Absent for programs, which have the rights of the whole account. */
  readonly person?: Person;
  /** Whether the person's role allows the call; absent where everything of the account is allowed. */
  readonly may?: (call: RoutedCall) => Promise<boolean>;
}

/** How people who signed in are known by their requests. The product that signs them in stands behind it. */
export interface SessionPort {
  /** The caller of a request; null when its session proves nothing. A request another site set off is refused. */
  callerOf(request: FastifyRequest): Promise<Caller | null>;
}

function digest(value: string): Buffer {
  return hash('sha256', value, 'buffer');
}

/** The stored form of an API key's secret. Secrets are random, so a plain digest is enough. */
export function secretHash(secret: string): string {
  return digest(secret).toString('hex');
}

function headerKey(header: string): string {
  return hash('sha256', header, 'base64');
}

function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

/** User and password of a Basic Authorization header, or null when it is none. */
export function basicCredentials(header: string): { user: string; password: string } | null {
  if (!/^basic /i.test(header)) return null;
  const decoded = Buffer.from(header.slice(6).trim(), 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon === -1 || decoded.includes('\0')) return null;
  return { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/** Verifies callers and remembers them for a moment, by the digest of their header. */
export class Authenticator {
  readonly #database: Database;
  readonly #believed = new Map<string, { caller: Caller; until: number }>();

  #sessions: SessionPort | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Takes requests of people who signed in as well. */
  takeSessions(sessions: SessionPort): void {
    this.#sessions = sessions;
  }

  /**
   * The caller of a request: by its Authorization header, else by its session. 401/20003 when neither proves anything,
   * 403/20403 when the role of the person does not allow what the request asks for.
   */
  async callerOf(request: FastifyRequest): Promise<Caller> {
    const { authorization } = request.headers;
    if (authorization !== undefined || this.#sessions === null) return this.authenticate(authorization);
    const caller = await this.#sessions.callerOf(request);
    if (caller === null) throw apiError(20003);
    const path = request.routeOptions.url;
    // What no route takes is refused for that.
    if (path === undefined || caller.may === undefined) return caller;
    const params = (request.params ?? {}) as Record<string, string>;
    if (!(await caller.may({ method: request.method, path, params }))) throw apiError(20403);
    return caller;
  }

  /** The caller of a request with this Authorization header; 401/20003 when it proves nothing. */
  async authenticate(header: string | undefined): Promise<Caller> {
    if (header === undefined) throw apiError(20003);
    const known = this.known(header);
    if (known !== undefined) return known;
    const caller = await this.#verify(header);
    if (this.#believed.size >= CACHE_SIZE) this.#believed.clear();
    this.#believed.set(headerKey(header), { caller, until: performance.now() + BELIEVED_MS });
    return caller;
  }

  /** The caller, when this header was verified a moment ago: the way of nearly every request, without waiting. */
  known(header: string): Caller | undefined {
    const entry = this.#believed.get(headerKey(header));
    return entry !== undefined && entry.until > performance.now() ? entry.caller : undefined;
  }

  async #verify(header: string): Promise<Caller> {
    const credentials = basicCredentials(header);
    if (credentials === null) throw apiError(20003);
    const { user, password } = credentials;
    if (isSid(user, 'AC')) return this.#verifyAccount(user, password);
    if (isSid(user, 'SK')) return this.#verifyKey(user, password);
    throw apiError(20003);
  }

  async #verifyAccount(accountSid: string, token: string): Promise<Caller> {
    const account = await this.#database.read
      .selectFrom('accounts')
      .select(['auth_token', 'status'])
      .where('sid', '=', accountSid)
      .executeTakeFirst();
    if (account === undefined || account.status !== 'active' || !isSame(token, account.auth_token)) {
      throw apiError(20003);
    }
    return { accountSid };
  }

  async #verifyKey(keySid: string, secret: string): Promise<Caller> {
    const key = await this.#database.read
      .selectFrom('api_keys')
      .innerJoin('accounts', 'accounts.sid', 'api_keys.account_sid')
      .select(['api_keys.account_sid', 'api_keys.secret_hash', 'accounts.status'])
      .where('api_keys.sid', '=', keySid)
      .executeTakeFirst();
    if (key === undefined || key.status !== 'active' || !isSame(secretHash(secret), key.secret_hash)) {
      throw apiError(20003);
    }
    return { accountSid: key.account_sid };
  }
}
