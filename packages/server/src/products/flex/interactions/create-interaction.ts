// Opening an interaction: conversation, customer, channel, invite and task come into being together or not at all.
import { appendEvent } from '#events/event-log.ts';
import { apiError } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type {
  InteractionChannelRow,
  InteractionInitiator,
  InteractionRow,
} from '#storage/schema/interactions.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import { startRetention } from './channels/retention.ts';
import {
  addPerson,
  type Conversation,
  type Customer,
  customersAmong,
  holdOpen,
  openConversation,
  participantsOf,
  requireConversation,
} from './conversation.ts';
import { withHolder } from './conversation-holder.ts';
import type { ChannelWish, Person, RoutingWish } from './input.ts';
import { makeInvite } from './invites/invite-task.ts';
import { participantRows, recordParticipant } from './participants/participant-rows.ts';
import { spelled } from './participants/reach.ts';
import type { InteractionView } from './present.ts';

/** An interaction about to be opened. */
export interface NewInteraction {
  readonly accountSid: string;
  readonly channel: ChannelWish;
  readonly routing: RoutingWish;
  readonly contextSid?: string | null;
  readonly webhookTtid?: string | null;
}

/** Customers write first where a conversation is there already; otherwise a program began. */
function initiatorOf({ initiated_by: initiator, properties }: ChannelWish): InteractionInitiator {
  return initiator ?? (properties?.media_channel_sid ? 'customer' : 'api');
}

function customerName({ channel, routing }: NewInteraction): string | null {
  const named = channel.participants?.find(({ name }) => name)?.name ?? null;
  if (named !== null || !routing.attributes) return named;
  const said = (JSON.parse(routing.attributes) as Record<string, unknown>)['customerName'];
  return typeof said === 'string' && said !== '' ? said.slice(0, 256) : null;
}

/** Takes the conversation for this interaction; 409/45353 when another one has it, naming that. */
async function takeThread(
  tx: Transaction,
  given: NewInteraction,
  interactionSid: string,
  thread: ThreadRow,
): Promise<InteractionChannelRow> {
  const taken = await tx.db
    .insertInto('flex_interaction_channels')
    .values({
      sid: newSid('UO'),
      account_sid: given.accountSid,
      interaction_sid: interactionSid,
      type: given.channel.type,
      status: 'active',
      error_code: null,
      error_message: null,
      thread_sid: thread.sid,
      service_sid: thread.service_sid,
      unattended_since: null,
      unattended_reason: null,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (taken !== undefined) return taken;
  throw await withHolder(tx.db, apiError(45353), given.accountSid, thread.sid, tx.now);
}

async function addAll(
  tx: Transaction,
  conversation: Conversation,
  given: NewInteraction,
  people: readonly Person[],
): Promise<Customer[]> {
  const fallbackProxy = people.find(({ proxy_address }) => proxy_address)?.proxy_address ?? null;
  const proxy = fallbackProxy === null ? null : spelled(given.channel.type, fallbackProxy);
  const added: Customer[] = [];
  for (const person of people) {
    const participant = await addPerson(tx, conversation, given.channel.type, person, proxy);
    added.push({ participant, name: person.name ?? null });
  }
  return added;
}

/** The people named who are not in the conversation yet. */
function missingFrom(customers: readonly Customer[], given: NewInteraction): Person[] {
  const { participants, type } = given.channel;
  const present = new Set(customers.map(({ participant }) => participant.address ?? participant.identity));
  return (participants ?? []).filter(({ address, identity }) => {
    const place = address ? spelled(type, address) : identity;
    return !place || !present.has(place);
  });
}

/** The conversation, taken for the interaction, with its customers in it. 45355 where there are none. */
async function prepareConversation(tx: Transaction, given: NewInteraction, interactionSid: string) {
  const { accountSid, channel } = given;
  const adopted = channel.properties?.media_channel_sid;
  if (adopted) {
    const found = await requireConversation(tx, accountSid, adopted);
    const taken = await takeThread(tx, given, interactionSid, found.thread);
    const conversation = await holdOpen(tx, found);
    const present = customersAmong(await participantsOf(tx, conversation.thread));
    const added = await addAll(tx, conversation, given, missingFrom(present, given));
    return { channel: taken, customers: [...present, ...added] };
  }
  const people = channel.participants ?? [];
  if (people.length === 0) throw apiError(45355);
  const conversation = await openConversation(tx, accountSid, customerName(given));
  const customers = await addAll(tx, conversation, given, people);
  return { channel: await takeThread(tx, given, interactionSid, conversation.thread), customers };
}

async function storeInteraction(
  tx: Transaction,
  given: NewInteraction,
  sid: string,
  initiatedBy: InteractionInitiator,
): Promise<InteractionRow> {
  return tx.db
    .insertInto('flex_interactions')
    .values({
      sid,
      account_sid: given.accountSid,
      channel: JSON.stringify(given.channel),
      initiated_by: initiatedBy,
      interaction_context_sid: given.contextSid ?? null,
      webhook_ttid: given.webhookTtid ?? null,
      date_created: tx.now,
      date_updated: tx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function storeCustomers(
  tx: Transaction,
  channel: InteractionChannelRow,
  customers: readonly Customer[],
): Promise<void> {
  const rows = participantRows(
    tx,
    channel,
    customers.map(({ participant }) => ({
      type: 'customer',
      identity: participant.identity,
      address: participant.address,
      participant_sid: participant.sid,
    })),
  );
  await tx.db.insertInto('flex_interaction_participants').values(rows).execute();
  for (const row of rows) recordParticipant(tx, 'flex-interaction-participant.added', row);
}

/**
 * Opens an interaction (Flex "Interactions resource") and returns it with its task. 409/50416 when the customer is in
 * an open conversation with the same address of ours already, and 409/45353 when another interaction has the
 * conversation to be adopted: `details` name the conversation, its agent and its age. 45351 and 45355 for people who
 * cannot be reached or are not named, 45354 for a closed conversation, 400/20001 for routing the workspace lacks.
 */
export async function createInteraction(tx: Transaction, given: NewInteraction): Promise<InteractionView> {
  const sid = newSid('KD');
  const initiatedBy = initiatorOf(given.channel);
  const { channel, customers } = await prepareConversation(tx, given, sid);
  const [first] = customers;
  if (first === undefined) throw apiError(45355);
  const interaction = await storeInteraction(tx, given, sid, initiatedBy);
  await storeCustomers(tx, channel, customers);
  const invite = await makeInvite(tx, {
    channel,
    initiatedBy,
    customer: { address: first.participant.address, name: customerName(given) },
    routing: given.routing,
  });
  await startRetention(tx, channel.sid);
  appendEvent(tx, {
    type: 'flex-interaction.created',
    accountSid: given.accountSid,
    subjectSid: sid,
    data: {
      channelSid: channel.sid,
      threadSid: channel.thread_sid,
      taskSid: invite.task_sid,
      medium: channel.type,
      initiatedBy,
    },
  });
  return { ...interaction, channelSid: channel.sid, invite };
}
