// Users in the parameters of webhooks: the same in both generations.
import type { UserRow } from '#storage/schema/threads.ts';
import { type LooseParameters, timestamp } from './hook-facts.ts';

function flag(value: number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value === 1);
}

/** What is posted of a user. */
export function userParameters(user: Partial<UserRow>): LooseParameters {
  return {
    UserSid: user.sid,
    Identity: user.identity,
    FriendlyName: user.friendly_name,
    Attributes: user.attributes,
    RoleSid: user.role_sid,
    IsOnline: flag(user.is_online),
    IsNotifiable: flag(user.is_notifiable),
    DateCreated: timestamp(user.date_created),
    DateUpdated: timestamp(user.date_updated),
  };
}
