// The parameters of one call, and those a bulk has in common with it.
import { z } from 'zod';
import { bool, int, oneOf, sid, text, url } from '#http/parameters.ts';
import { attributesProblem } from '#kernel/attributes.ts';
import { TASK_ATTRIBUTES_LIMIT } from '../../interactions/input.ts';
import { jsonParameter } from '../../interactions/json-parameter.ts';

/** Longer texts than any channel takes are refused by the look before the call, which says how long one may be. */
const BODY_LIMIT = 32_768;
export const VARIABLES_LIMIT = 16_384;
const LONGEST_WAIT = 2_592_000;

/** Parameters that are left empty say nothing. */
const blank = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? null : value), schema.nullish());

/** A JSON object, or the text of one; it becomes text. */
export const jsonText = (limit: number) =>
  z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .transform((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .refine(
      (value) => attributesProblem(value, limit) === null,
      `it is not a JSON object of at most ${limit} characters`,
    );

const priority = int(0, 2_147_483_647);
const timeout = int(1, 1_209_600);

const routingShape = z.object({
  workspace_sid: blank(sid('WS')),
  worker_sid: blank(sid('WK')),
  queue_sid: blank(sid('WQ')),
  workflow_sid: blank(sid('WW')),
  reply_to: blank(oneOf(['same-agent', 'anyone'])),
  agent_identity: blank(text(256)),
  task_channel: blank(text(64)),
  priority: blank(priority),
  timeout: blank(timeout),
  attributes: blank(jsonText(TASK_ATTRIBUTES_LIMIT)),
});

/** What all customers of a bulk have in common; every parameter of a call but the customer's address. */
export const commonParameters = {
  From: blank(text(256)),
  SenderPolicy: blank(oneOf(['agent-number', 'sticky', 'messaging-service'])),
  MessagingServiceSid: blank(sid('MG')),
  Channel: blank(oneOf(['sms', 'whatsapp', 'messenger'])),
  CustomerName: blank(text(256)),
  Body: blank(text(BODY_LIMIT)),
  ContentSid: blank(sid('HX')),
  ContentVariables: blank(jsonText(VARIABLES_LIMIT)),
  Mode: blank(oneOf(['open-now', 'send-and-wait'])),
  Generation: blank(oneOf(['conversations', 'legacy'])),
  IfOpen: blank(oneOf(['reuse', 'reject', 'take-over', 'append'])),
  Routing: blank(jsonParameter('Routing', routingShape)),
  'Routing.WorkspaceSid': blank(sid('WS')),
  'Routing.WorkerSid': blank(sid('WK')),
  'Routing.QueueSid': blank(sid('WQ')),
  'Routing.WorkflowSid': blank(sid('WW')),
  'Routing.ReplyTo': blank(oneOf(['same-agent', 'anyone'])),
  'Routing.AgentIdentity': blank(text(256)),
  'Routing.TaskChannel': blank(text(64)),
  'Routing.Priority': blank(priority),
  'Routing.Timeout': blank(timeout),
  'Routing.Attributes': blank(jsonText(TASK_ATTRIBUTES_LIMIT)),
  WorkerSid: blank(sid('WK')),
  AgentIdentity: blank(text(256)),
  TaskChannel: blank(text(64)),
  Priority: blank(priority),
  Timeout: blank(timeout),
  Attributes: blank(jsonText(TASK_ATTRIBUTES_LIMIT)),
  StatusCallback: blank(url()),
  ReplyTimeout: blank(int(60, LONGEST_WAIT)),
};

const common = z.object(commonParameters);

export type CommonInput = z.output<typeof common>;

/** One call. */
export const conversationCreate = common.extend({
  To: text(256),
  DryRun: blank(bool()),
});

export type ConversationInput = z.output<typeof conversationCreate>;

/** Which calls a list shows. */
export const conversationFilters = z.object({
  Status: oneOf(['open', 'waiting', 'answered', 'expired', 'superseded', 'failed']).nullish(),
  To: text(256).nullish(),
  BulkSid: sid('OL').nullish(),
  ConversationSid: sid('CH').nullish(),
});
