// A customer has written while the agent looks elsewhere.
import type { Message } from '@twilio/conversations';
import { useEffect } from 'react';
import { liveClients } from '#desk/live/clients.ts';
import { customerOf } from '#desk/live/customer.ts';
import { deskState, useDesk } from '#desk/state/store.ts';
import { words } from '#desk/words/tasks.ts';
import { selectTask } from '../selection.ts';
import { isFromCustomer } from '../sides.ts';
import { notice } from './notices.ts';
import { alertSettings } from './settings.ts';
import { play } from './tones.ts';

function taskOfThread(sid: string) {
  const tasks = Object.values(deskState().tasks.bySid);
  return tasks.find(({ threadSid, status }) => threadSid === sid && status === 'accepted');
}

/** The words of a message, or what came instead of any. */
function saidIn({ body, attachedMedia }: Message): string {
  return body?.trim() || attachedMedia?.[0]?.filename || words.list.attachment;
}

function tell(message: Message): void {
  const { author, conversation } = message;
  const { conversations, session, view } = deskState();
  const entry = conversations.bySid[conversation.sid];
  const task = taskOfThread(conversation.sid);
  if (entry === undefined || task === undefined) return;
  if (!isFromCustomer({ author: author ?? '' }, entry, session.user?.identity ?? '')) return;
  const isSeen = view.selectedTaskSid === task.sid && !document.hidden && document.hasFocus();
  if (isSeen) return;
  const { messageSound, messageNotice } = alertSettings();
  if (messageSound) void play('message');
  if (messageNotice) notice(customerOf(task).name, saidIn(message), task.sid, () => selectTask(task.sid));
}

/** Once in the page. */
export function useMessageAlerts(): void {
  const isOpen = useDesk((state) => state.worker.links.conversations === 'open');
  useEffect(() => {
    if (!isOpen) return;
    const { conversations } = liveClients();
    conversations.on('messageAdded', tell);
    return () => {
      conversations.removeListener('messageAdded', tell);
    };
  }, [isOpen]);
}
