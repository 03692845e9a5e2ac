// The threads somebody is in, whoever it is: an identity, or an address.
import type { Reader } from '#storage/database.ts';
import type { ChatServiceRow, ParticipantRow, ThreadRow } from '#storage/schema/threads.ts';

/** A participant with the thread it is in. `sid` is that of the participant, by which lists are ordered. */
export interface ParticipantThread
  extends Pick<
      ParticipantRow,
      | 'sid'
      | 'account_sid'
      | 'service_sid'
      | 'thread_sid'
      | 'identity'
      | 'kind'
      | 'address'
      | 'proxy_address'
      | 'projected_address'
    >,
    Pick<ThreadRow, 'friendly_name' | 'unique_name' | 'created_by' | 'state' | 'inactive_at' | 'closed_at'> {
  readonly user_sid: string | null;
  readonly thread_attributes: string;
  readonly thread_created: number;
  readonly thread_updated: number;
}

/** The threads of an identity or of an address in a service, as a query that can be paged by `participants.sid`. */
export function listParticipantThreads(
  db: Reader,
  service: ChatServiceRow,
  key: 'identity' | 'address',
  value: string,
) {
  return db
    .selectFrom('participants')
    .innerJoin('threads', 'threads.sid', 'participants.thread_sid')
    .leftJoin('users', (join) =>
      join
        .onRef('users.service_sid', '=', 'participants.service_sid')
        .onRef('users.identity', '=', 'participants.identity'),
    )
    .select([
      'participants.sid',
      'participants.account_sid',
      'participants.service_sid',
      'participants.thread_sid',
      'participants.identity',
      'participants.kind',
      'participants.address',
      'participants.proxy_address',
      'participants.projected_address',
      'threads.friendly_name',
      'threads.unique_name',
      'threads.created_by',
      'threads.state',
      'threads.inactive_at',
      'threads.closed_at',
      'users.sid as user_sid',
      'threads.attributes as thread_attributes',
      'threads.date_created as thread_created',
      'threads.date_updated as thread_updated',
    ])
    .where('participants.account_sid', '=', service.account_sid)
    .where('participants.service_sid', '=', service.sid)
    .where(`participants.${key}`, '=', value);
}
