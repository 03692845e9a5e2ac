// The attributes of tasks and workers as a parameter.
import { z } from 'zod';
import { attributesProblem } from '#kernel/attributes.ts';

/** Characters of an attribute document, white space included (TaskRouter "limits"). */
const LIMIT = 4_096;

/** A JSON object of at most 4096 characters, as text. */
export const attributes = () =>
  z.string().superRefine((value, context) => {
    const problem = attributesProblem(value, LIMIT);
    if (problem === null) return;
    const reason = {
      'not-json': 'it is not valid JSON',
      'not-an-object': 'it is not a JSON object',
      'too-long': `it is longer than ${LIMIT} characters`,
    }[problem];
    context.addIssue({ code: 'custom', message: reason });
  });
