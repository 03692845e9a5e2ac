// Beginning a conversation, as an action: plugins can listen to it, change what is sent, and replace it.
import { registerAction } from '#desk/actions/actions.ts';
import { post, RequestError } from '#desk/rest/request.ts';
import { type OutboundRecord, type OutboundWish, parametersOf } from '../wish.ts';
import { attemptAnswered, attemptKey } from './attempt-key.ts';

/** An answer that decides about the attempt; the others may have come too late or not at all. */
function isDecided(error: unknown): boolean {
  return error instanceof RequestError && error.status >= 400 && error.status < 500;
}

/** Takes a message as `OutboundWish` has it; resolves with the record of the call. */
registerAction('StartOutboundMessage', async (payload) => {
  const parameters = parametersOf(payload as unknown as OutboundWish);
  const headers = { 'Idempotency-Key': attemptKey(JSON.stringify(parameters)) };
  try {
    const record = await post<OutboundRecord>('/outbound/v1/Conversations', parameters, headers);
    attemptAnswered();
    return record;
  } catch (error) {
    if (isDecided(error)) attemptAnswered();
    throw error;
  }
});
