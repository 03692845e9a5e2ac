// What an agent is shown of work that is not his yet: he is not in its conversation, so it is asked for over REST.
import { useEffect, useState } from 'react';
import { liveClients } from '#desk/live/clients.ts';
import { get } from '#desk/rest/request.ts';
import { deskState } from '#desk/state/store.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';

const asked = new Map<string, Promise<string | null>>();

/** Asks once; what cannot be read is not there, and is asked for again the next time. */
function once(key: string, ask: () => Promise<string | null>): Promise<string | null> {
  const already = asked.get(key);
  if (already !== undefined) return already;
  const answer = ask().catch(() => {
    asked.delete(key);
    return null;
  });
  asked.set(key, answer);
  return answer;
}

function useAnswer(key: string | null, ask: () => Promise<string | null>): string | null {
  const [answer, setAnswer] = useState<{ key: string; value: string | null } | null>(null);
  useEffect(() => {
    let isShown = true;
    if (key !== null) once(key, ask).then((value) => isShown && setAnswer({ key, value }));
    return () => {
      isShown = false;
    };
  }, [key]);
  return answer?.key === key ? answer.value : null;
}

interface Messages {
  readonly messages: readonly { readonly body: string | null }[];
}

/** The words a conversation began with; of one that is handed over, the last ones. Null while not known. */
export function useOfferWords({ threadSid, transfer, sid }: TaskEntry): string | null {
  const order = transfer === null ? 'asc' : 'desc';
  return useAnswer(threadSid === null ? null : `${sid} ${threadSid}`, async () => {
    const path = `/conversations/v1/Conversations/${threadSid}/Messages`;
    const { messages } = await get<Messages>(path, { Order: order, PageSize: 1 });
    return messages[0]?.body || null;
  });
}

/** The name of the agent who hands an offer over; null while not known, and where nobody does. */
export function useInitiator({ sid, transfer }: TaskEntry): string | null {
  const workerSid =
    transfer?.direction === 'incoming'
      ? (liveClients().worker?.reservations.get(sid)?.task.transfers?.incoming?.workerSid ?? null)
      : null;
  return useAnswer(workerSid, async () => {
    const workspace = deskState().session.user?.workspaceSid;
    const worker = await get<{ friendly_name: string }>(
      `/taskrouter/v1/Workspaces/${workspace}/Workers/${workerSid}`,
    );
    return worker.friendly_name;
  });
}
