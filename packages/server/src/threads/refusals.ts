// One rule, two generations: what a refusal of the core is called in Programmable Chat and in Conversations.
import type { ErrorCode } from '#kernel/error-catalogue.ts';
import { type ApiError, apiError } from '#kernel/errors.ts';
import type { Face } from './hooks/event-names.ts';

const CODES = {
  nameTaken: { chat: 50307, conversations: 50353 },
  nameLikeSid: { chat: 50306, conversations: 50390 },
  participantExists: { chat: 50404, conversations: 50433 },
  threadFull: { chat: 50403, conversations: 50417 },
  userFull: { chat: 50208, conversations: 50214 },
} as const satisfies Record<string, Record<Face, ErrorCode>>;

/** The refusal in the words of the generation that asked. */
export function refusal(face: Face | undefined, reason: keyof typeof CODES): ApiError {
  return apiError(CODES[reason][face ?? 'chat']);
}
