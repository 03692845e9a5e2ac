// What the Content resource does: make, change and remove templates.
import type { Call } from '#http/operations.ts';
import { apiError, notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import {
  findApproval,
  findContent,
  type GivenTemplate,
  holdContent,
  isOpen,
  readTemplate,
} from '#server/content/content.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ContentRow } from '#storage/schema/content.ts';

type Named = Pick<Call, 'accountSid' | 'params'>;

const notThere = (sid: string) => notFound(`/Content/${sid}`);

/** The template the path names, held until the transaction ends; 404/20404 when the caller has none of that name. */
export async function requireContent(tx: Transaction, call: Named, parameter = 'Sid'): Promise<ContentRow> {
  const sid = call.params[parameter] as string;
  const content = await holdContent(tx, call.accountSid, sid);
  if (content === undefined) throw notThere(sid);
  return content;
}

/** The template the path names. */
export function contentOfPath(db: Reader, call: Named): Promise<ContentRow | undefined> {
  return findContent(db, call.accountSid, call.params['Sid'] as string);
}

/** Makes a template. Refused as `readTemplate` says. */
export async function createContent(tx: Transaction, call: Call<GivenTemplate>): Promise<ContentRow> {
  const row: ContentRow = {
    sid: newSid('HX'),
    account_sid: call.accountSid,
    ...readTemplate(call.input),
    date_created: tx.now,
    date_updated: tx.now,
  };
  await tx.db.insertInto('contents').values(row).execute();
  return row;
}

/** Changes a template; 409/20009 when it was handed in for approval and not rejected. */
export async function updateContent(tx: Transaction, call: Call<GivenTemplate>): Promise<ContentRow> {
  const before = await requireContent(tx, call);
  const change = { ...readTemplate(call.input, before), date_updated: tx.now };
  if (!isOpen(await findApproval(tx.db, before.account_sid, before.sid))) {
    throw apiError(20009, 'Content that was submitted for approval cannot be changed');
  }
  await tx.db.updateTable('contents').set(change).where('sid', '=', before.sid).execute();
  return { ...before, ...change };
}

/** Removes a template and its approval. What was made from it stays what it is. */
export async function deleteContent(tx: Transaction, call: Call): Promise<void> {
  const content = await requireContent(tx, call);
  await tx.db.deleteFrom('content_approvals').where('content_sid', '=', content.sid).execute();
  await tx.db.deleteFrom('contents').where('sid', '=', content.sid).execute();
}
