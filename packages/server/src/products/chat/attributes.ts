// The attribute texts of Chat: JSON, bounded, refused with Chat's own codes.
import { z } from 'zod';
import { attributesProblem } from '#kernel/attributes.ts';

const LIMIT = 32_768;

/** An `Attributes` parameter: the text of a JSON object (50304), at most 32 KiB (50303). */
export const attributes = () =>
  z.string().superRefine((value, context) => {
    const problem = attributesProblem(value, LIMIT);
    if (problem === null) return;
    const refusal = problem === 'too-long' ? 50303 : 50304;
    context.addIssue({ code: 'custom', message: '', params: { refusal } });
  });
