// The parameters with which an account or a service names whom its webhooks call, and for what.

import { z } from 'zod';
import { checked, oneOf, list as repeated, text, url } from '#http/parameters.ts';
import { SERVICE_EVENTS } from '#threads/threads.ts';

/** A URL to be called; an empty one calls nobody. 50077 or 50078 when it cannot be called. */
export const webhookUrl = (code: 50077 | 50078) =>
  checked(z.string(), code, (value) => url().safeParse(value).success).nullish();

/** Event names in the words of Conversations. */
export const eventNames = () => repeated(oneOf(SERVICE_EVENTS.conversations)).nullish();

/** `GET` or `POST`, in either case. */
export const webhookMethod = () =>
  text(16)
    .transform((value) => value.toUpperCase())
    .pipe(oneOf(['GET', 'POST']))
    .nullish();
