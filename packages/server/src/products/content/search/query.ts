// The lists of templates beyond the plain one: searched, with their approval, and as the successors of older ones.
import { sql } from 'kysely';
import type { Call } from '#http/operations.ts';
import type { OrderColumn } from '#http/paging.ts';
import type { Reader } from '#storage/database.ts';
import type { ContentRow } from '#storage/schema/content.ts';
import type { ApprovableContent } from '../contents/present.ts';
import type { SearchFilters } from './input.ts';

/** The order asked for: by name, by the date of the last change, or else by creation. */
export function searchOrder({ input }: Call<SearchFilters>): readonly OrderColumn[] {
  const byName = input.SortByContentName;
  const byDate = input.SortByDate;
  if (byName) {
    return [
      { column: 'friendly_name', direction: byName },
      { column: 'sid', direction: byName },
    ];
  }
  if (byDate) {
    return [
      { column: 'date_updated', direction: byDate },
      { column: 'sid', direction: byDate },
    ];
  }
  return [{ column: 'sid', direction: 'asc' }];
}

function matchesOne(text: ReturnType<typeof sql<string>>, patterns: readonly string[]) {
  const cases = patterns.map((pattern) => sql<boolean>`${text} LIKE ${pattern} ESCAPE '\\'`);
  return sql<boolean>`(${sql.join(cases, sql` OR `)})`;
}

/** The caller's templates that pass the filters; several values of one filter are alternatives. */
export async function searchQuery(db: Reader, { accountSid, input }: Call<SearchFilters>) {
  let query = db.selectFrom('contents').selectAll().where('account_sid', '=', accountSid);
  if (input.DateCreatedAfter != null) query = query.where('date_created', '>=', input.DateCreatedAfter);
  if (input.DateCreatedBefore != null) query = query.where('date_created', '<=', input.DateCreatedBefore);
  if (input.ContentName) {
    query = query.where(matchesOne(sql<string>`searched_name`, input.ContentName));
  }
  if (input.Content) query = query.where(matchesOne(sql<string>`searched`, input.Content));
  if (input.Language?.length) query = query.where('language', 'in', input.Language);
  if (input.ContentType?.length) {
    const types = input.ContentType.map((type) => `%,${type},%`);
    query = query.where(matchesOne(sql<string>`type_names`, types));
  }
  const statuses = input.ChannelEligibility ?? [];
  if (statuses.length > 0) {
    query = query.where(({ or, not, exists, selectFrom }) => {
      const handedIn = selectFrom('content_approvals')
        .select('content_approvals.status')
        .whereRef('content_approvals.content_sid', '=', 'contents.sid')
        .where('content_approvals.channel', '=', 'whatsapp');
      return or([
        exists(handedIn.where('content_approvals.status', 'in', statuses)),
        ...(statuses.includes('unsubmitted') ? [not(exists(handedIn))] : []),
      ]);
    });
  }
  return { query };
}

/** The caller's templates that were handed in for approval, under the name they have there. */
export async function legacyQuery(db: Reader, { accountSid }: Call) {
  const query = db
    .selectFrom('contents')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('content_approvals')
          .select('content_approvals.status')
          .whereRef('content_approvals.content_sid', '=', 'contents.sid')
          .where('content_approvals.channel', '=', 'whatsapp'),
      ),
    );
  return { query };
}

/** Adds the approvals of a page of templates, all at once. */
export async function withApprovals(
  db: Reader,
  _call: Call,
  rows: readonly ContentRow[],
): Promise<readonly ApprovableContent[]> {
  if (rows.length === 0) return [];
  const approvals = await db
    .selectFrom('content_approvals')
    .selectAll()
    .where(
      'content_sid',
      'in',
      rows.map(({ sid }) => sid),
    )
    .where('channel', '=', 'whatsapp')
    .execute();
  const byContent = new Map(approvals.map((approval) => [approval.content_sid, approval]));
  return rows.map((row) => ({ ...row, approval: byContent.get(row.sid) }));
}
