// Taking an offer or leaving it, and what an agent is told when that does not work.
import { useState } from 'react';
import { invokeAction } from '#desk/actions/actions.ts';
import { customerOf } from '#desk/live/customer.ts';
import { deskState } from '#desk/state/store.ts';
import { notify, notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/tasks.ts';
import { selectTask } from '../selection.ts';

/** Whether the agent is in the middle of a sentence: then nothing may take the page away from under him. */
function isWriting(): boolean {
  const element = document.activeElement;
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement) {
    return element.value.trim() !== '';
  }
  return element instanceof HTMLElement && element.isContentEditable && element.textContent.trim() !== '';
}

/** The server's refusals of an answer are about reservations; the agent knows offers. */
function inPlainWords(error: unknown): Error {
  const said = error instanceof Error ? error.message : '';
  if (/\b(400|404|409|410)\b|reservation|transition|status|not found/i.test(said)) {
    return new Error(words.offers.tooLate);
  }
  return new Error(said === '' ? words.offers.cannotAnswer : said);
}

async function accept(sid: string): Promise<void> {
  const task = deskState().tasks.bySid[sid];
  if (task === undefined) return;
  const wasWriting = isWriting();
  try {
    await invokeAction('AcceptTask', { sid });
  } catch (error) {
    const isTaken = deskState().tasks.bySid[sid]?.status === 'accepted';
    throw isTaken ? error : inPlainWords(error);
  }
  if (deskState().tasks.bySid[sid] === undefined) return;
  if (!wasWriting) return selectTask(sid);
  const open = { label: words.offers.open, onPress: () => selectTask(sid) };
  notify(words.offers.accepted(customerOf(task).name), { action: open });
}

async function reject(sid: string): Promise<void> {
  try {
    await invokeAction('RejectTask', { sid });
  } catch (error) {
    throw inPlainWords(error);
  }
}

interface OfferAnswers {
  readonly busy: 'accept' | 'reject' | null;
  readonly accept: () => void;
  readonly reject: () => void;
}

/** The two answers to an offer, each given once. */
export function useAnswers(sid: string): OfferAnswers {
  const [busy, setBusy] = useState<OfferAnswers['busy']>(null);
  const give = (answer: 'accept' | 'reject') => {
    if (busy !== null) return;
    setBusy(answer);
    (answer === 'accept' ? accept(sid) : reject(sid)).catch(notifyFailure).finally(() => setBusy(null));
  };
  return { busy, accept: () => give('accept'), reject: () => give('reject') };
}
