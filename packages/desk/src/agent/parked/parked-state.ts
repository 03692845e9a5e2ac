// What has become of a parked conversation meanwhile, asked for over REST.
import { get } from '#desk/rest/request.ts';
import type { Parked } from './parked.ts';

interface ParkedState {
  /** It has ended, or somebody else was invited to it. */
  readonly isOver: boolean;
  /** The customer wrote after it was parked: when, milliseconds. */
  readonly wroteAt: number | null;
  readonly lastWords: string | null;
}

interface Interaction {
  readonly routing: { readonly properties: { readonly sid: string } } | null;
}

interface Conversation {
  readonly state: string;
}

interface Messages {
  readonly messages: readonly { readonly body: string | null; readonly date_created: string }[];
}

/** Reads it. */
export async function readParked(parked: Parked, signal: AbortSignal): Promise<ParkedState> {
  const conversation = `/conversations/v1/Conversations/${parked.threadSid}`;
  const [interaction, { state }, { messages }] = await Promise.all([
    get<Interaction>(`/flex-api/v1/Interactions/${parked.interactionSid}`, {}, signal),
    get<Conversation>(conversation, {}, signal),
    get<Messages>(`${conversation}/Messages`, { Order: 'desc', PageSize: 1 }, signal),
  ]);
  const latestTask = interaction.routing?.properties.sid ?? null;
  const last = messages[0];
  const date = last === undefined ? 0 : Date.parse(last.date_created);
  return {
    isOver: state === 'closed' || latestTask !== parked.taskSid,
    wroteAt: date > parked.since ? date : null,
    lastWords: last?.body || null,
  };
}
