// Finding what a REST request is about; what is not there, or another account's, is 404/20404.
import type { Call } from '#http/operations.ts';
import { notFound } from '#kernel/errors.ts';
import type { Database, Reader, Transaction } from '#storage/database.ts';
import type { SyncObjectRow, SyncServiceRow } from '#storage/schema/sync.ts';
import { findObject } from '../stored/find-object.ts';
import { defaultSyncService, findService, serviceNamed } from '../stored/services.ts';
import type { KindNames } from './kinds.ts';

/** Path and account of a request. */
type Place = Pick<Call, 'accountSid' | 'params'>;

function serviceNotFound(name: string) {
  return notFound(`/Services/${name}`);
}

/** The service the path names, for a request that changes something in it. */
export async function requireService(
  tx: Transaction,
  accountSid: string,
  name: string,
): Promise<SyncServiceRow> {
  const service = await findService(tx.db, accountSid, name);
  if (service !== undefined) return service;
  if (name === 'default') return defaultSyncService(tx, accountSid);
  throw serviceNotFound(name);
}

/** The service the path names, for a request that only reads. */
export async function requireServiceToRead(
  database: Database,
  accountSid: string,
  name: string,
): Promise<SyncServiceRow> {
  const service = await serviceNamed(database, accountSid, name);
  if (service === undefined) throw serviceNotFound(name);
  return service;
}

async function requireIn(
  db: Reader,
  service: SyncServiceRow,
  { kind, path }: KindNames,
  name: string,
): Promise<SyncObjectRow> {
  const { account_sid: accountSid, sid: serviceSid } = service;
  const object = await findObject(db, { accountSid, serviceSid, kind, name });
  if (object !== undefined) return object;
  throw notFound(`${path.replace('/v1', '').replace('{ServiceSid}', serviceSid)}/${name}`);
}

/** The object the path names under `parameter`, for a request that changes something. */
export async function requireObject(
  tx: Transaction,
  { accountSid, params }: Place,
  names: KindNames,
  parameter: string,
): Promise<SyncObjectRow> {
  const service = await requireService(tx, accountSid, params['ServiceSid']!);
  return requireIn(tx.db, service, names, params[parameter]!);
}

/** The object the path names under `parameter`, for a request that only reads. */
export async function requireObjectToRead(
  database: Database,
  { accountSid, params }: Place,
  names: KindNames,
  parameter: string,
): Promise<SyncObjectRow> {
  const service = await requireServiceToRead(database, accountSid, params['ServiceSid']!);
  return requireIn(database.read, service, names, params[parameter]!);
}
