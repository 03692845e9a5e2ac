// Whose words a message has: the team's, the customer's, or the system's.
import { useMemo } from 'react';
import type { WorkerRecord } from '#desk/rest/records.ts';
import { useDesk } from '#desk/state/store.ts';
import { words } from '#desk/words/supervisor.ts';
import { attributesOf, useWorkers } from './taskrouter.ts';

/** Who wrote something, and on which side it stands. */
export interface Speaker {
  readonly side: 'customer' | 'team' | 'system';
  readonly name: string;
}

/** Names of the team by the identities under which they write. */
export function teamNames(workers: readonly WorkerRecord[]): ReadonlyMap<string, string> {
  return new Map(
    workers.flatMap((worker) => {
      const { contact_uri: contact, full_name: full } = attributesOf(worker);
      const name = typeof full === 'string' && full !== '' ? full : worker.friendly_name;
      const identity = typeof contact === 'string' ? contact.replace(/^client:/, '') : null;
      return [identity, worker.friendly_name].flatMap((key) => (key ? [[key, name] as const] : []));
    }),
  );
}

/** Who an author is; whoever is not of the team is the customer, by the name the task has for him. */
export function speakerOf(
  author: string,
  team: ReadonlyMap<string, string>,
  customer: string | null,
): Speaker {
  if (author === '' || author.toLowerCase() === 'system') {
    return { side: 'system', name: words.watch.system };
  }
  const name = team.get(author);
  return name === undefined ? { side: 'customer', name: customer ?? author } : { side: 'team', name };
}

/** Finds speakers with the team as it is; whoever is signed in belongs to it. */
export function useSpeakers(customer: string | null): (author: string) => Speaker {
  const workers = useWorkers(30_000);
  const user = useDesk((state) => state.session.user);
  return useMemo(() => {
    const team = new Map(teamNames(workers.data ?? []));
    if (user !== null) team.set(user.identity, user.fullName || user.login);
    return (author) => speakerOf(author, team, customer);
  }, [workers.data, user, customer]);
}
