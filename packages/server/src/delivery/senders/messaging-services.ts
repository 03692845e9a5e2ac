// Messaging services as sending and receiving need them.
import type { Reader } from '#storage/database.ts';
import type { MessagingServiceRow, ServiceSenderRow } from '#storage/schema/messaging-services.ts';

/** The account's service with this SID. */
export function findMessagingService(
  db: Reader,
  accountSid: string,
  sid: string,
): Promise<MessagingServiceRow | undefined> {
  return db
    .selectFrom('messaging_services')
    .selectAll()
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** The service whose pool has this address. */
export function serviceOfAddress(
  db: Reader,
  accountSid: string,
  address: string,
): Promise<MessagingServiceRow | undefined> {
  return db
    .selectFrom('service_senders')
    .innerJoin('messaging_services', 'messaging_services.sid', 'service_senders.service_sid')
    .selectAll('messaging_services')
    .where('service_senders.account_sid', '=', accountSid)
    .where('service_senders.address', '=', address)
    .where('service_senders.kind', '<>', 'alpha')
    .executeTakeFirst();
}

/** The senders of a service, in the order in which they were added. */
export function sendersOfService(db: Reader, serviceSid: string): Promise<ServiceSenderRow[]> {
  return db
    .selectFrom('service_senders')
    .selectAll()
    .where('service_sid', '=', serviceSid)
    .orderBy('date_created')
    .orderBy('sid')
    .execute();
}
