// Templates that posts name: a post whose template the account does not have is refused where it is made.
import { contentKey, existingContents } from '#server/content/content.ts';
import type { Reader } from '#storage/database.ts';
import type { NewMessage } from './post-messages.ts';

/** Those of the posts that name a template their account does not have; posts without a template cost no statement. */
export async function withoutTheirTemplate(
  db: Reader,
  posts: readonly NewMessage[],
): Promise<ReadonlySet<NewMessage>> {
  const naming = posts.filter(({ contentSid }) => contentSid);
  if (naming.length === 0) return new Set();
  const existing = await existingContents(
    db,
    naming.map(({ accountSid, contentSid }) => ({ accountSid, contentSid: contentSid as string })),
  );
  return new Set(
    naming.filter(
      ({ accountSid, contentSid }) => !existing.has(contentKey(accountSid, contentSid as string)),
    ),
  );
}
