// How often somebody may try to sign in: counted by login and by the client's address, in the database, so that it
// holds over all processes.
import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Reader, Transaction } from '#storage/database.ts';

const WINDOW_MS = 15 * 60_000;
const TRIES_OF_A_LOGIN = 10;
/** Many people may sit behind one address. */
const TRIES_OF_AN_ADDRESS = 100;

/** Who tries to sign in as whom. */
export interface Attempt {
  readonly login: string;
  readonly address: string;
}

/** The networks homes and offices get are counted, not the addresses their machines choose in it. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address.replace(/^::ffff:/, '');
  const [head = '', tail = ''] = address.split('::', 2);
  const groups = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const missing = Math.max(8 - groups.length - after.length, 0);
  return [...groups, ...Array<string>(missing).fill('0'), ...after].slice(0, 4).join(':');
}

function subjectsOf({ login, address }: Attempt) {
  const digest = createHash('sha256').update(login).digest('base64url');
  return { ofLogin: `login ${digest}`, ofAddress: `address ${networkOf(address)}` };
}

/**
 * Counts a try before its password is looked at, so that guesses made together count too. Answers the milliseconds to
 * wait when it is one too many, else null.
 */
export async function countTry(tx: Transaction, attempt: Attempt): Promise<number | null> {
  const { ofLogin, ofAddress } = subjectsOf(attempt);
  const fresh = { tries: 1, window_ends: tx.now + WINDOW_MS };
  // In this order everywhere: two who try together never wait for each other.
  const counted = await tx.db
    .insertInto('sign_in_tries')
    .values([
      { subject: ofAddress, ...fresh },
      { subject: ofLogin, ...fresh },
    ])
    .onConflict((conflict) =>
      conflict.column('subject').doUpdateSet((eb) => {
        const isOver = eb('sign_in_tries.window_ends', '<=', tx.now);
        return {
          tries: eb
            .case()
            .when(isOver)
            .then(1)
            .else(eb('sign_in_tries.tries', '+', 1))
            .end(),
          window_ends: eb
            .case()
            .when(isOver)
            .then(tx.now + WINDOW_MS)
            .else(eb.ref('sign_in_tries.window_ends'))
            .end(),
        };
      }),
    )
    .returning(['subject', 'tries', 'window_ends'])
    .execute();
  const beyond = counted.filter(
    ({ subject, tries }) => Number(tries) > (subject === ofLogin ? TRIES_OF_A_LOGIN : TRIES_OF_AN_ADDRESS),
  );
  if (beyond.length === 0) return null;
  return Math.max(...beyond.map(({ window_ends }) => Number(window_ends) - tx.now));
}

/** Takes back the tries of somebody who turned out to be who he said. */
export async function forgiveTries(tx: Transaction, attempt: Attempt): Promise<void> {
  const { ofLogin, ofAddress } = subjectsOf(attempt);
  await tx.db
    .updateTable('sign_in_tries')
    .set((eb) => ({ tries: eb('tries', '-', 1) }))
    .where('subject', '=', ofAddress)
    .where('tries', '>', 0)
    .execute();
  await tx.db.updateTable('sign_in_tries').set({ tries: 0 }).where('subject', '=', ofLogin).execute();
}

/** Removes windows that are over; true when more may be left. */
export async function purgeTries(tx: Transaction, chunk: number): Promise<boolean> {
  const over = (db: Reader) =>
    db
      .selectFrom('sign_in_tries')
      .select('subject')
      .where('window_ends', '<=', tx.now)
      .orderBy('window_ends')
      .limit(chunk);
  const { numDeletedRows } = await tx.db
    .deleteFrom('sign_in_tries')
    .where('subject', 'in', over(tx.db))
    .where('window_ends', '<=', tx.now)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === chunk;
}
