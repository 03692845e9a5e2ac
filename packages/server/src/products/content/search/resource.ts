// Lists of templates: with their approval, searched (version 2), and as the successors of older WhatsApp templates.
import { z } from 'zod';
import { list } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import type { ContentRow } from '#storage/schema/content.ts';
import {
  type ApprovableContent,
  presentContent,
  presentLegacy,
  presentWithApproval,
} from '../contents/present.ts';
import { searchFilters } from './input.ts';
import { legacyQuery, searchOrder, searchQuery, withApprovals } from './query.ts';

const common = { product: 'content', key: 'contents' } as const;
const noFilters = z.object({});
const search = list(searchFilters, searchQuery, searchOrder);
const ofAccount = list(noFilters, async (db, call) => ({
  query: db.selectFrom('contents').selectAll().where('account_sid', '=', call.accountSid),
}));

export const contentAndApprovals: Resource<ApprovableContent> = {
  ...common,
  path: '/v1/ContentAndApprovals',
  present: presentWithApproval,
  list: { ...ofAccount, complete: withApprovals } as unknown as NonNullable<
    Resource<ApprovableContent>['list']
  >,
};

export const legacyContent: Resource<ApprovableContent> = {
  ...common,
  path: '/v1/LegacyContent',
  present: presentLegacy,
  list: { ...list(noFilters, legacyQuery), complete: withApprovals } as unknown as NonNullable<
    Resource<ApprovableContent>['list']
  >,
};

export const contentSearch: Resource<ContentRow> = {
  ...common,
  path: '/v2/Content',
  present: presentContent,
  list: search,
};

export const contentSearchWithApprovals: Resource<ApprovableContent> = {
  ...common,
  path: '/v2/ContentAndApprovals',
  present: presentWithApproval,
  list: { ...search, complete: withApprovals } as unknown as NonNullable<Resource<ApprovableContent>['list']>,
};
