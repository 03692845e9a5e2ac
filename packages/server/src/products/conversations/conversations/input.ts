// Parameters of a conversation, and what they say in the words of the core.
import { z } from 'zod';
import { checked, date, sid, text } from '#http/parameters.ts';
import type { ThreadRow, ThreadState } from '#storage/schema/threads.ts';
import type { ThreadChange, TimerChange } from '#threads/threads.ts';
import { ATTRIBUTE_LIMITS, attributes } from '../attributes.ts';

const STATES: ReadonlySet<string> = new Set(['initializing', 'active', 'inactive', 'closed']);

/** A `State` parameter; 50378 for a word that is none. */
export const state = () =>
  checked(z.string(), 50378, (value) => STATES.has(value)).transform((value) => value as ThreadState);

const fields = {
  FriendlyName: text(256).nullish(),
  UniqueName: text(256).nullish(),
  Attributes: attributes(ATTRIBUTE_LIMITS.conversation).nullish(),
  DateCreated: date().nullish(),
  DateUpdated: date().nullish(),
  MessagingServiceSid: sid('MG').nullish(),
  State: state().nullish(),
  'Timers.Inactive': z.string().nullish(),
  'Timers.Closed': z.string().nullish(),
  'Bindings.Email.Address': text(256).nullish(),
  'Bindings.Email.Name': text(256).nullish(),
};

/** Parameters of a create and of an update ("Conversation resource"). */
export const conversationFields = z.object(fields);

export type ConversationInput = z.output<typeof conversationFields>;

/** The timers the input names. */
export function timersFrom(input: ConversationInput): TimerChange {
  return { inactive: input['Timers.Inactive'], closed: input['Timers.Closed'] };
}

/** The e-mail binding of a conversation, as its row keeps it. */
interface Bindings {
  readonly email?: { readonly address?: string | null; readonly name?: string | null };
}

/** The bindings kept with a conversation. */
export function bindingsOf(row: Pick<ThreadRow, 'bindings'>): Bindings {
  return row.bindings === null ? {} : (JSON.parse(row.bindings) as Bindings);
}

/** What the bindings are once the input is applied, or undefined when it says nothing of them. */
export function bindingsFrom(input: ConversationInput, before: Bindings): string | null | undefined {
  const { 'Bindings.Email.Address': address, 'Bindings.Email.Name': name } = input;
  if (address === undefined && name === undefined) return undefined;
  const email = {
    address: address === undefined ? (before.email?.address ?? null) : address,
    name: name === undefined ? (before.email?.name ?? null) : name,
  };
  return email.address === null && email.name === null ? null : JSON.stringify({ email });
}

/** An empty parameter clears what can be empty; one that was not sent changes nothing. */
export function changeFrom(input: ConversationInput, thread: ThreadRow): ThreadChange {
  const bindings = bindingsFrom(input, bindingsOf(thread));
  return {
    ...(input.FriendlyName === undefined ? {} : { friendly_name: input.FriendlyName }),
    ...(input.UniqueName === undefined ? {} : { unique_name: input.UniqueName }),
    ...(input.Attributes === undefined ? {} : { attributes: input.Attributes ?? '{}' }),
    ...(input.MessagingServiceSid === undefined ? {} : { messaging_service_sid: input.MessagingServiceSid }),
    ...(input.DateCreated ? { date_created: input.DateCreated } : {}),
    ...(input.DateUpdated ? { date_updated: input.DateUpdated } : {}),
    ...(bindings === undefined ? {} : { bindings }),
  };
}
