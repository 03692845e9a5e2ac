// How people in a conversation are called: the agent himself, the customer, colleagues by their users' names.
import { useEffect, useState } from 'react';
import { liveClients } from '#desk/live/clients.ts';
import { words } from '#desk/words/canvas.ts';

const known = new Map<string, string>();

/** An identity as a name, where nobody says a better one: `anna_40example_2Eorg` was an e-mail address. */
export function nameOfIdentity(identity: string): string {
  const decoded = identity.replace(/_([0-9A-F]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return decoded.includes('@') ? decoded.slice(0, decoded.indexOf('@')) : identity;
}

async function read(identity: string): Promise<string> {
  const user = await liveClients().conversations.getUser(identity);
  return user.friendlyName || nameOfIdentity(identity);
}

/** Names of colleagues by identity, as far as they are known by now. */
export function useColleagueNames(identities: readonly string[]): ReadonlyMap<string, string> {
  const [names, setNames] = useState<ReadonlyMap<string, string>>(known);
  const wanted = identities.join('\n');
  useEffect(() => {
    let isShown = true;
    for (const identity of wanted.split('\n')) {
      if (identity === '' || known.has(identity)) continue;
      known.set(identity, identity === 'system' ? words.system : nameOfIdentity(identity));
      if (identity === 'system') continue;
      read(identity)
        .then((name) => {
          known.set(identity, name);
          if (isShown) setNames(new Map(known));
        })
        // The identity itself does as a name.
        .catch(() => {});
    }
    setNames(new Map(known));
    return () => {
      isShown = false;
    };
  }, [wanted]);
  return names;
}
