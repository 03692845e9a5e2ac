// The filters and the order of the search for templates.
import { z } from 'zod';
import { date, list, oneOf, text } from '#http/parameters.ts';
import { APPROVAL_STATUSES, isContentType } from '#server/content/content.ts';
import { likePatterns } from './pattern.ts';

const direction = z
  .string()
  .transform((word) => word.toLowerCase())
  .pipe(oneOf(['asc', 'desc']));

const pattern = (name: string) => z.string().transform((expression) => likePatterns(name, expression));

/** `whatsapp:approved`: how far a template is with a channel. */
const eligibility = z
  .string()
  .transform((given) => given.toLowerCase().replace(/^whatsapp:/, ''))
  .pipe(oneOf(APPROVAL_STATUSES));

/** Parameters of "Content template search". */
export const searchFilters = z.object({
  SortByDate: direction.nullish(),
  SortByContentName: direction.nullish(),
  DateCreatedAfter: date().nullish(),
  DateCreatedBefore: date().nullish(),
  ContentName: pattern('ContentName').nullish(),
  Content: pattern('Content').nullish(),
  Language: list(text(16)).nullish(),
  ContentType: list(z.string().refine(isContentType, 'it is not a content type')).nullish(),
  ChannelEligibility: list(eligibility).nullish(),
});

export type SearchFilters = z.output<typeof searchFilters>;
