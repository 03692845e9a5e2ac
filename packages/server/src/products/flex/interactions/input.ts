// What an interaction is asked for with: its channel, and how the task is routed.
import { z } from 'zod';
import { bool, int, oneOf, sid, text } from '#http/parameters.ts';
import { attributesProblem } from '#kernel/attributes.ts';
import type { InteractionMedium } from '#storage/schema/interactions.ts';

const MEDIA = [
  'sms',
  'whatsapp',
  'messenger',
  'email',
  'web',
  'chat',
] as const satisfies readonly InteractionMedium[];

/** Characters of a task's attributes (TaskRouter "limits"). */
export const TASK_ATTRIBUTES_LIMIT = 4_096;

/** Programs write an empty text where they mean nothing. */
const blank = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? null : value), schema.nullish());

/** A person: who is reached by an address through one of ours, or who has an identity. */
export const personShape = z.looseObject({
  address: blank(text(256)),
  proxy_address: blank(text(256)),
  identity: blank(text(256)),
  name: blank(text(256)),
  /** In an e-mail: `to`, `cc` or `from`. */
  level: blank(oneOf(['to', 'cc', 'from'])),
});

export type Person = z.output<typeof personShape>;

/** The channel of an interaction (Flex "Interactions resource", `Channel`). */
export const channelShape = z.looseObject({
  type: oneOf(MEDIA),
  initiated_by: blank(oneOf(['agent', 'api', 'customer'])),
  properties: z.looseObject({ media_channel_sid: blank(sid('CH')) }).nullish(),
  participants: z.array(personShape).max(50, 'it has more than 50 items').nullish(),
});

export type ChannelWish = z.output<typeof channelShape>;

/** Attributes as a JSON object, or as the text of one. */
const taskAttributes = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .transform((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
  .refine(
    (value) => attributesProblem(value, TASK_ATTRIBUTES_LIMIT) === null,
    `it is not a JSON object of at most ${TASK_ATTRIBUTES_LIMIT} characters`,
  );

/** Where the task goes, and what it is like (Flex "Interactions resource", `Routing`). */
export const routingShape = z.looseObject({
  properties: z.looseObject({
    workspace_sid: sid('WS'),
    workflow_sid: blank(sid('WW')),
    queue_sid: blank(sid('WQ')),
    worker_sid: blank(sid('WK')),
    task_channel_unique_name: blank(text(64)),
    task_channel_sid: blank(sid('TC')),
    /** JSON text from here on. */
    attributes: blank(taskAttributes),
    priority: blank(int(0, 2_147_483_647)),
    /** Seconds. */
    timeout: blank(int(1, 1_209_600)),
    ignore_capacity: blank(bool()),
  }),
});

export type RoutingWish = z.output<typeof routingShape>['properties'];
