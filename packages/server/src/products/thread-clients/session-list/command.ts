// What a command of a session list is: a request in an item, done in the name of the client that added it.
import { z } from 'zod';
import { invalidParameter } from '#kernel/errors.ts';
import { type ClientContext, type ClientViewer, onceOnly } from '../actions/actions.ts';

/** What the answer to a command says beside that it was done. */
export type Result = Readonly<Record<string, unknown>>;

/** A command clients may send. */
export interface Command {
  /** Does what the request asks for; what it throws is the refusal. */
  readonly run: (clients: ClientContext, viewer: ClientViewer, request: unknown) => Promise<Result>;
}

/** PostgreSQL does not take this character, and nobody types it. */
const text = z
  .string()
  .refine((value) => !value.includes('\0'), 'it holds a character that cannot be stored');
const index = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Fields of requests, as the package writes them. */
export const field = {
  text,
  /** A SID or a name; nothing is called by the empty text. */
  name: text.min(1),
  /** Null and absent mean that there is none. */
  optional: text.nullish(),
  index,
  /** The package writes the index of a message as a number in some commands and as text in others. */
  messageIndex: z.union([
    index,
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ]),
} as const;

/**
 * Declares a command: what it does, and what the answer tells of what came of it. Requests of another shape are
 * refused with 400/20001, naming the field. One that comes again is not done again.
 */
export function command<Shape extends z.ZodRawShape, Done>(
  shape: Shape,
  act: (clients: ClientContext, viewer: ClientViewer, request: z.output<z.ZodObject<Shape>>) => Promise<Done>,
  tell: (done: Done) => Result = () => ({}),
): Command {
  const schema = z.object(shape);
  return {
    run: async (clients, viewer, request) => {
      const read = schema.safeParse(request);
      if (read.success) return tell(await onceOnly(clients, viewer, () => act(clients, viewer, read.data)));
      const [issue] = read.error.issues;
      throw invalidParameter(issue?.path.join('.') || 'request', issue?.message ?? 'it is not an object');
    },
  };
}
