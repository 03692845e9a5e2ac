// What a webhook can be told of: who did it, and the objects it was done to as far as they exist.
import type { MessageDeliveryFacts, ThreadOrigin, ThreadStateFacts } from '#events/event-types.ts';
import type {
  MessageMedia,
  MessageRow,
  ParticipantRow,
  ThreadRow,
  UserRow,
} from '#storage/schema/threads.ts';
import type { Happening } from './event-names.ts';

/** Something that happened or is about to. What does not exist yet has no SID. */
export interface HookFacts {
  readonly happening: Happening;
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly origin: ThreadOrigin;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The thread it happened in; null for what happens to users. */
  readonly thread: Partial<ThreadRow> | null;
  readonly message?: Partial<MessageRow>;
  readonly participant?: Partial<ParticipantRow>;
  readonly user?: Partial<UserRow>;
  readonly state?: Pick<ThreadStateFacts, 'stateFrom' | 'stateTo' | 'reason'>;
  readonly delivery?: Pick<
    MessageDeliveryFacts,
    'receiptSid' | 'channelMessageSid' | 'participantSid' | 'status' | 'errorCode'
  >;
}

/** Parameters of a request; what is null or undefined is left out. */
export type LooseParameters = Readonly<Record<string, string | number | null | undefined>>;

/** The parameters that have a value, as texts. */
export function stated(parameters: LooseParameters): Record<string, string> {
  const entries = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

/** A time as webhooks have it: ISO 8601 with milliseconds. */
export function timestamp(milliseconds: number | null | undefined): string | null {
  if (milliseconds === null || milliseconds === undefined) return null;
  return new Date(milliseconds).toISOString();
}

/** The attachments of a message. */
export function mediaOf(message: Partial<MessageRow> | undefined): readonly MessageMedia[] {
  return message?.media ? (JSON.parse(message.media) as MessageMedia[]) : [];
}

/** Adding a message with attachments has a name of its own in Programmable Chat. */
export function additionOf(message: Partial<MessageRow>): Happening {
  return mediaOf(message).length > 0 ? 'media.add' : 'message.add';
}
