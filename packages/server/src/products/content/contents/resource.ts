// The Content resource. Its requests are JSON, and it is changed by PUT.
import { z } from 'zod';
import { list, read, removal, write } from '#http/operations.ts';
import { action, type Resource } from '#http/resource.ts';
import type { ContentRow } from '#storage/schema/content.ts';
import { contentOfPath, createContent, deleteContent, updateContent } from './commands.ts';
import { contentBody } from './input.ts';
import { presentContent } from './present.ts';

export const contentResource: Resource<ContentRow> = {
  product: 'content',
  path: '/v1/Content',
  key: 'contents',
  present: presentContent,
  create: write(contentBody, createContent, { body: 'json' }),
  list: list(z.object({}), async (db, call) => ({
    query: db.selectFrom('contents').selectAll().where('account_sid', '=', call.accountSid),
  })),
  fetch: read(contentOfPath),
  remove: removal(deleteContent),
};

export const contentUpdate = action(
  { product: 'content', method: 'PUT', path: '/v1/Content/{Sid}' },
  write(contentBody, updateContent, { body: 'json' }),
  presentContent,
);
