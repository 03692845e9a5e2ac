// Every resource of a service exists twice: under the account's default service, and under one named in the path.
import type { Call, Presentation } from '#http/operations.ts';
import { notFound } from '#kernel/errors.ts';
import type { Database, Reader, Transaction } from '#storage/database.ts';
import type { ChatServiceRow } from '#storage/schema/threads.ts';
import { defaultService, findConfiguration, requireService } from '#threads/threads.ts';

/** One of the two trees of paths. */
export interface Place {
  /** What comes before the paths of its resources. */
  readonly path: '/v1' | '/v1/Services/{ChatServiceSid}';
  /** The service a read or a list is about. */
  readonly serviceToRead: (db: Reader, call: Call) => Promise<ChatServiceRow>;
  /** The service a change is about. */
  readonly serviceToChange: (tx: Transaction, call: Call) => Promise<ChatServiceRow>;
  /** The absolute address of the tree, for the URLs in answers. */
  readonly url: (presentation: Pick<Presentation, 'base'>, serviceSid: string) => string;
}

/** The tree of a service named in the path; 404/20404 when the account has none of that SID. */
export const namedService: Place = {
  path: '/v1/Services/{ChatServiceSid}',
  serviceToRead: (db, call) => requireService(db, call.accountSid, call.params['ChatServiceSid']!),
  serviceToChange: (tx, call) => requireService(tx.db, call.accountSid, call.params['ChatServiceSid']!),
  url: ({ base }, serviceSid) => `${base}/v1/Services/${serviceSid}`,
};

/**
 * The default service of an account, for reads. It comes into being when it is first asked for, whatever asks, so
 * that a new account has the roles and the configuration the documentation promises.
 */
export async function readDefaultService(
  database: Database,
  db: Reader,
  accountSid: string,
): Promise<ChatServiceRow> {
  const configuration = await findConfiguration(db, accountSid);
  if (configuration === undefined) return database.transaction((tx) => defaultService(tx, accountSid));
  return requireService(db, accountSid, configuration.default_chat_service_sid);
}

/** The tree of the account's default service. */
export function shortened(database: Database): Place {
  return {
    path: '/v1',
    serviceToRead: (db, call) => readDefaultService(database, db, call.accountSid),
    serviceToChange: (tx, call) => defaultService(tx, call.accountSid),
    url: ({ base }) => `${base}/v1`,
  };
}

/** Below its tree, what the path of a call names is not there: 404/20404. */
export function notFoundHere(place: Place, call: Call, path: string): Error {
  const tree = place === namedService ? `/Services/${call.params['ChatServiceSid']}` : '';
  return notFound(`${tree}${path}`);
}
