// What an application may answer to an offer (TaskRouter "Handle assignment callbacks").

/** Codes of Twilio's alerts about instructions. */
export const NOT_JSON = 40_001;
export const NO_INSTRUCTION = 40_005;
export const NO_ACTIVITY = 40_100;
export const INVALID_INSTRUCTION = 40_151;

/** An answer, read. */
export type Instruction =
  /** The application answers the reservation later, through the API. */
  | { readonly kind: 'later' }
  | { readonly kind: 'accept' }
  /** `activitySid` is where the worker goes; null leaves it where it is. */
  | { readonly kind: 'reject'; readonly activitySid: string | null }
  | { readonly kind: 'unusable'; readonly code: number; readonly message: string };

/** Instructions that act on a call; here there are none. */
const CALL_INSTRUCTIONS = ['call', 'dequeue', 'redirect', 'conference', 'supervise'];

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unusable(code: number, message: string): Instruction {
  return { kind: 'unusable', code, message };
}

/** Reads the body of an answer that is empty or JSON. */
export function readInstruction(body: string): Instruction {
  if (body.trim() === '') return { kind: 'later' };
  const answer: unknown = JSON.parse(body);
  if (isObject(answer) && Object.keys(answer).length === 0) return { kind: 'later' };
  const word = isObject(answer) ? answer['instruction'] : undefined;
  if (!isObject(answer) || word === undefined || word === null) {
    return unusable(NO_INSTRUCTION, 'The answer has no instruction');
  }
  if (typeof word !== 'string') return unusable(INVALID_INSTRUCTION, 'The instruction is no text');
  const instruction = word.trim().toLowerCase();
  if (instruction === 'accept') return { kind: 'accept' };
  if (instruction === 'reject') return readReject(answer['activity_sid']);
  if (CALL_INSTRUCTIONS.includes(instruction)) {
    return unusable(INVALID_INSTRUCTION, `The instruction ${instruction} is for calls, which are not served`);
  }
  return unusable(INVALID_INSTRUCTION, `There is no instruction ${instruction.slice(0, 100)}`);
}

function readReject(activitySid: unknown): Instruction {
  if (activitySid === undefined || activitySid === null || activitySid === '') {
    return { kind: 'reject', activitySid: null };
  }
  if (typeof activitySid === 'string') return { kind: 'reject', activitySid };
  return unusable(NO_ACTIVITY, 'The activity_sid of the reject instruction is no text');
}
