// The attribute texts of conversations, participants and messages: JSON, bounded, kept as they were sent.
import { z } from 'zod';
import { attributesProblem } from '#kernel/attributes.ts';

/** Characters a resource takes ("Conversations Limits"). */
export const ATTRIBUTE_LIMITS = { conversation: 16_384, participant: 4_096, message: 4_096 } as const;

/** An `Attributes` parameter: JSON of any kind (50304), at most as long as the resource takes (50303). */
export const attributes = (limit: number) =>
  z.string().superRefine((value, context) => {
    const problem = attributesProblem(value, limit);
    if (problem === null || problem === 'not-an-object') return;
    const refusal = problem === 'too-long' ? 50303 : 50304;
    context.addIssue({ code: 'custom', message: '', params: { refusal } });
  });
