// How transfers of this agent's tasks end.

import { useEffect, useRef } from 'react';
import type { OutgoingTransfer } from 'twilio-taskrouter';
import { liveClients } from '#desk/live/clients.ts';
import { customerOf } from '#desk/live/customer.ts';
import { deskState, useDesk } from '#desk/state/store.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { notify, notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/tasks.ts';

interface UnderWay {
  readonly task: TaskEntry;
  readonly transfer: OutgoingTransfer | null;
}

function tell({ task, transfer }: UnderWay): void {
  const { name } = customerOf(task);
  const status = transfer?.status.toUpperCase();
  if (status === 'FAILED') notify(words.transfer.failed(name), { tone: 'bad' });
  else if (status === 'CANCELED') notify(words.transfer.canceled(name));
  else if (task.transfer?.mode === 'WARM') notify(words.transfer.joined(name));
  else {
    leaveChannel(task);
    notify(words.transfer.handed(name));
  }
}

/**
 * Conversations of interactions are left by the server when they are handed over; the channels of the older generation
 * were entered by this desk and are left by it.
 */
function leaveChannel({ threadSid, attributes }: TaskEntry): void {
  const conversation = deskState().conversations.bySid[threadSid ?? ''];
  if (typeof attributes['conversationSid'] === 'string' || conversation === undefined) return;
  conversation.source.leave().catch(notifyFailure);
}

/** Once in the page. */
export function useTransferNews(): void {
  const tasks = useDesk((state) => state.tasks.bySid);
  const underWay = useRef(new Map<string, UnderWay>());
  useEffect(() => {
    const known = underWay.current;
    for (const task of Object.values(tasks)) {
      if (task.transfer?.direction !== 'outgoing' || known.has(task.sid)) continue;
      const transfer = liveClients().worker?.reservations.get(task.sid)?.task.transfers.outgoing ?? null;
      known.set(task.sid, { task, transfer });
    }
    for (const [sid, entry] of known) {
      if (tasks[sid]?.transfer?.direction === 'outgoing') continue;
      known.delete(sid);
      tell(entry);
    }
  }, [tasks]);
}
