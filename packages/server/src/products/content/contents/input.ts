// What a request to make or change a template holds. What is in it is checked where templates are (`readTemplate`).
import { z } from 'zod';
import type { GivenTemplate } from '#server/content/content.ts';
import { typesSpelled } from './spelling.ts';

/** The body of a create and of an update, in JSON. */
export const contentBody = z
  .object({
    friendly_name: z.unknown().optional(),
    friendlyName: z.unknown().optional(),
    language: z.unknown().optional(),
    variables: z.unknown().optional(),
    types: z.unknown().optional(),
  })
  .transform(
    (body): GivenTemplate => ({
      friendly_name: body.friendly_name ?? body.friendlyName,
      language: body.language,
      variables: body.variables,
      types: typesSpelled(body.types),
    }),
  );
