// The messaging service a conversation, or an account for all of its own, sends by.
import { findMessagingService } from '#delivery/delivery.ts';
import { invalidParameter } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';

/** Refuses a service that is not the account's (400/20001, naming the parameter); none at all is fine. */
export async function requireMessagingService(
  db: Reader,
  accountSid: string,
  parameter: 'MessagingServiceSid' | 'DefaultMessagingServiceSid',
  sid: string | null | undefined,
): Promise<void> {
  if (sid && (await findMessagingService(db, accountSid, sid)) === undefined) {
    throw invalidParameter(parameter, 'the account has no such messaging service');
  }
}
