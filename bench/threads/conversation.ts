// A conversation with participants, made through the public API, and what a client needs to look at it.
import { inParallel } from '../routing/client.ts';
import type { Credentials } from '../server.ts';
import { RestClient } from './rest-client.ts';
import { type Mint, mintFor } from './tokens.ts';

const MADE_AT_ONCE = 16;
/** What every message says; its number stands in front. */
const TEXT = 'Good morning Jane, your order 4711 is ready. Shall we deliver it or will you come by?';
const NUMBER_DIGITS = 8;

/** The text of a message, with a number by which it is known again. */
export function bodyOf(number: number): string {
  return `bench-${String(number).padStart(NUMBER_DIGITS, '0')} ${TEXT}`;
}

/** A conversation and the programs and people around it. */
export interface Conversation {
  readonly rest: RestClient;
  readonly serviceSid: string;
  readonly sid: string;
  /** SID of the list of its messages in Sync. */
  readonly listSid: string;
  /** Its path in Conversations. */
  readonly path: string;
  readonly mint: Mint;
  /** Posts the message with this number. */
  post(number: number): Promise<void>;
}

/** The participant with this number. */
export function identityOf(number: number): string {
  return `agent-${String(number).padStart(4, '0')}`;
}

/** Another conversation of the same service, with participants whose identities are `identityOf(0)`, `identityOf(1)`, … */
export async function openConversation(
  rest: RestClient,
  serviceSid: string,
  mint: Mint,
  participants: number,
): Promise<Conversation> {
  const conversations = `/conversations/v1/Services/${serviceSid}/Conversations`;
  const { sid } = (await rest.post(conversations, { FriendlyName: 'Benchmark' })) as { sid: string };
  const path = `${conversations}/${sid}`;
  const identities = Array.from({ length: participants }, (_, number) => identityOf(number));
  await inParallel(identities, MADE_AT_ONCE, (identity) =>
    rest.post(`${path}/Participants`, { Identity: identity }),
  );
  return {
    ...{ rest, serviceSid, sid, path, mint },
    listSid: `ES${sid.slice(2)}`,
    post: async (number) => {
      await rest.post(`${path}/Messages`, { Author: identityOf(0), Body: bodyOf(number) });
    },
  };
}

/** A chat service with its first conversation. */
export async function openService(
  url: string,
  credentials: Credentials,
  participants: number,
): Promise<Conversation> {
  const rest = new RestClient(url, credentials);
  const service = await rest.post('/chat/v2/Services', { FriendlyName: 'Benchmark' });
  const { sid } = service as { sid: string };
  if (participants > 0) {
    await rest.post(`/chat/v2/Services/${sid}`, {
      'Limits.ChannelMembers': String(Math.max(participants, 100)),
    });
  }
  return openConversation(rest, sid, await mintFor(rest, credentials.accountSid, sid), participants);
}
