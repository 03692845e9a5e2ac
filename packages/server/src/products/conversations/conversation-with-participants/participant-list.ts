// The people a conversation is made with: JSON objects that say what the parameters of a participant say.
import { z } from 'zod';
import { decodeJson } from '#http/form-body.ts';
import { list, readInput } from '#http/parameters.ts';
import { ApiError, apiError } from '#kernel/errors.ts';
import { type ParticipantInput, participantCreate } from '../participants/commands.ts';

/** People a request may name; the others are added one by one ("Conversation With Participants resource"). */
const MOST = 10;

/** The `Participant` parameter; more than ten are refused with 50426 once they are counted. */
export const participantList = () => list(z.string(), 1_000).nullish();

/** What each object may say, and the parameter that says the same. */
const NAMES: Readonly<Record<string, keyof ParticipantInput>> = {
  identity: 'Identity',
  attributes: 'Attributes',
  role_sid: 'RoleSid',
  date_created: 'DateCreated',
  date_updated: 'DateUpdated',
};
const BINDING_NAMES: Readonly<Record<string, keyof ParticipantInput>> = {
  address: 'MessagingBinding.Address',
  proxy_address: 'MessagingBinding.ProxyAddress',
  projected_address: 'MessagingBinding.ProjectedAddress',
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function translate(
  given: Record<string, unknown>,
  names: Readonly<Record<string, string>>,
  into: Record<string, unknown>,
): void {
  for (const [key, value] of Object.entries(given)) {
    const name = Object.hasOwn(names, key) ? names[key]! : key;
    into[name] = value === '' ? null : value;
  }
}

/** One object as input; both the names of answers and those of parameters are understood. */
function readParticipant(json: string): ParticipantInput {
  let given: Record<string, unknown>;
  try {
    given = decodeJson(json);
  } catch (error) {
    if (error instanceof ApiError) throw apiError(50424, undefined, { parameter: 'Participant' });
    throw error;
  }
  const { messaging_binding: binding, ...rest } = given;
  const input: Record<string, unknown> = {};
  translate(rest, NAMES, input);
  if (isObject(binding)) translate(binding, BINDING_NAMES, input);
  if (isObject(input['Attributes'])) input['Attributes'] = JSON.stringify(input['Attributes']);
  return readInput(participantCreate, input);
}

/** The people of the list; 50426 for more than ten, 50424 for what is no JSON object. */
export function participantsFrom(given: readonly string[] | null | undefined): ParticipantInput[] {
  const texts = given ?? [];
  if (texts.length > MOST) throw apiError(50426, undefined, { parameter: 'Participant' });
  return texts.map(readParticipant);
}

/** What people are ordered by, so that requests which name the same ones take their places in the same order. */
export function placeOf(input: ParticipantInput): string {
  return `${input.Identity ?? ''} ${input['MessagingBinding.Address'] ?? ''} ${input['MessagingBinding.ProxyAddress'] ?? ''}`;
}
