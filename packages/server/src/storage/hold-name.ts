// Deciding one after the other about something that has no row yet.
import { sql } from 'kysely';
import type { Transaction } from './database.ts';

/**
 * Waits until no other transaction holds the name, and holds it until this one ends; what is read from then on includes
 * what they did. The embedded database has one writer, so nobody else is deciding there.
 */
export async function holdName(tx: Transaction, name: string): Promise<void> {
  if (tx.dialect === 'sqlite') return;
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx.db);
}
