// Whether what a path names is the business of the worker who asks: his own record, a task he took, an interaction he
// is or was in.
import type { RoutedCall } from '#http/authentication.ts';
import type { Reader } from '#storage/database.ts';
import type { AgentRow } from '#storage/schema/desk.ts';
import type { Whose } from './permissions.ts';

interface Asked {
  readonly accountSid: string;
  readonly workerSid: string;
  readonly params: RoutedCall['params'];
}

/** The reservations of the worker who asks. */
function reservationsOf(db: Reader, { accountSid, workerSid }: Asked) {
  return db
    .selectFrom('reservations')
    .select('sid')
    .where('worker_sid', '=', workerSid)
    .where('account_sid', '=', accountSid)
    .limit(1);
}

async function isOwnTask(db: Reader, asked: Asked): Promise<boolean> {
  const taken = await reservationsOf(db, asked)
    .where('task_sid', '=', asked.params['Sid']!)
    .where('reservation_status', 'in', ['accepted', 'wrapping', 'completed'])
    .executeTakeFirst();
  return taken !== undefined;
}

async function isOwnReservation(db: Reader, asked: Asked): Promise<boolean> {
  const reservation = await reservationsOf(db, asked)
    .where('sid', '=', asked.params['Sid']!)
    .executeTakeFirst();
  return reservation !== undefined;
}

async function isOwnInteraction(db: Reader, { accountSid, workerSid, params }: Asked): Promise<boolean> {
  const presence = await db
    .selectFrom('flex_interaction_participants')
    .select('sid')
    .where('interaction_sid', '=', params['InteractionSid']!)
    .where('worker_sid', '=', workerSid)
    .where('account_sid', '=', accountSid)
    .limit(1)
    .executeTakeFirst();
  return presence !== undefined;
}

const RULES: Record<Exclude<Whose, 'anybody'>, (db: Reader, asked: Asked) => Promise<boolean>> = {
  'own worker': async (_db, { workerSid, params }) => (params['WorkerSid'] ?? params['Sid']) === workerSid,
  'own task': isOwnTask,
  'own reservation': isOwnReservation,
  'own interaction': isOwnInteraction,
};

/** Whether what the path of a call names is, in this sense, the agent's own. */
export async function isOwn(
  db: Reader,
  { account_sid: accountSid, worker_sid: workerSid }: AgentRow,
  whose: Whose,
  { params }: RoutedCall,
): Promise<boolean> {
  if (whose === 'anybody') return true;
  if (workerSid === null || Object.values(params).some((value) => value.includes('\0'))) return false;
  return RULES[whose](db, { accountSid, workerSid, params });
}
