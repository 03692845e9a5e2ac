// Sending: what becomes of the message, and what is said when it is refused.
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { invokeAction } from '#desk/actions/actions.ts';
import { queries } from '#desk/rest/queries.ts';
import { RequestError } from '#desk/rest/request.ts';
import { deskState } from '#desk/state/store.ts';
import { type Check, checkOfRefusal } from '../preflight/check.ts';
import { opensHere } from '../send-label.ts';
import type { OutboundRecord, OutboundWish } from '../wish.ts';
import { takeOwnTask } from './take-own-task.ts';

/** Where the message is. */
export type Outcome =
  | { readonly state: 'idle' }
  | { readonly state: 'sending' }
  /** Refused by the server, with the question it was refused by; or not arrived there. */
  | { readonly state: 'refused'; readonly check: Check | null; readonly message: string }
  /** Sent, and its conversation is on its way to this desk. */
  | { readonly state: 'opening'; readonly record: OutboundRecord }
  | { readonly state: 'sent'; readonly record: OutboundRecord; readonly isLate: boolean };

function refusal(error: unknown): Outcome {
  const isAnswer = error instanceof RequestError && error.status >= 400 && error.status < 500;
  return {
    state: 'refused',
    check: isAnswer ? checkOfRefusal(error) : null,
    message: error instanceof Error ? error.message : String(error),
  };
}

/** Sends wishes one at a time; `onSent` empties the form, `onRefused` has the facts looked at again. */
export function useSend({ onSent, onRefused }: { onSent: () => void; onRefused: () => void }) {
  const [outcome, setOutcome] = useState<Outcome>({ state: 'idle' });
  const [, navigate] = useLocation();
  // A second press comes before the page has drawn that the first one counts.
  const isUnderWay = useRef(false);

  const open = async (record: OutboundRecord) => {
    setOutcome({ state: 'opening', record });
    const reservationSid = await takeOwnTask(record.task_sid as string);
    if (reservationSid === null) setOutcome({ state: 'sent', record, isLate: true });
    else navigate(`/tasks/${reservationSid}`);
  };

  const attempt = async (wish: OutboundWish) => {
    const isHere = opensHere(wish);
    if (isHere && deskState().worker.activity?.available !== true) {
      await invokeAction('SetActivity', { activityAvailable: true });
    }
    const record = (await invokeAction('StartOutboundMessage', { ...wish })) as OutboundRecord | undefined;
    // A plugin may have put a stop to it.
    if (record === undefined) return setOutcome({ state: 'idle' });
    onSent();
    void queries.invalidateQueries({ queryKey: ['waiting-messages'] });
    void queries.invalidateQueries({ queryKey: ['customers'] });
    if (isHere && record.task_sid !== null) return open(record);
    setOutcome({ state: 'sent', record, isLate: false });
  };

  const send = async (wish: OutboundWish) => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setOutcome({ state: 'sending' });
    try {
      await attempt(wish);
    } catch (error) {
      setOutcome(refusal(error));
      onRefused();
    } finally {
      isUnderWay.current = false;
    }
  };
  return { outcome, send, forget: () => setOutcome({ state: 'idle' }) };
}
