// What notes have in common: who wrote them, how they are read, and that only their authors take them back.
import { z } from 'zod';
import type { Call } from '#http/operations.ts';
import { checked, text } from '#http/parameters.ts';
import { apiError, notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { DeskNoteRow } from '#storage/schema/desk-data.ts';

/** Who stands below what programs write without saying for whom. */
const PROGRAM = 'system';

/** Parameters of a new note. People are its authors themselves; programs say for whom they write. */
export const noteFields = {
  Body: checked(text(4_096), 20001, (value) => value.trim() !== ''),
  Author: text(256).nullish(),
};

const noteInput = z.object(noteFields);

/** Writes a note about a customer or a conversation that is the caller's. */
export async function addNote(
  tx: Transaction,
  call: Call<z.output<typeof noteInput>>,
  about: Pick<DeskNoteRow, 'subject' | 'kind'>,
): Promise<DeskNoteRow> {
  const { person, input, accountSid } = call;
  const row: DeskNoteRow = {
    sid: newSid('NT'),
    account_sid: accountSid,
    ...about,
    author: person === null ? input.Author || PROGRAM : person.fullName,
    author_sid: person?.sid ?? null,
    body: input.Body,
    date_created: tx.now,
    date_updated: tx.now,
  };
  await tx.db.insertInto('desk_notes').values(row).execute();
  return row;
}

/** Removes a note: people their own ones, programs any. 403/20403 for a note of somebody else. */
export async function removeNote(
  tx: Transaction,
  { accountSid, params, person }: Call,
  isIt: (note: DeskNoteRow) => boolean,
): Promise<void> {
  const sid = params['Sid'] as string;
  const note = await tx.db
    .selectFrom('desk_notes')
    .selectAll()
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  if (note === undefined || !isIt(note)) throw notFound(`/Notes/${sid}`);
  if (person !== null && person.sid !== note.author_sid) throw apiError(20403);
  await tx.db.deleteFrom('desk_notes').where('sid', '=', sid).where('account_sid', '=', accountSid).execute();
}
