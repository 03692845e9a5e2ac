// What became of the message, said where it was written.
import { useState } from 'react';
import { ConversationDialog } from '#desk/customer/conversation/ConversationDialog.tsx';
import { Button } from '#desk/ui/Button.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Spinner } from '#desk/ui/Spinner.tsx';
import { moment } from '#desk/words/moments.ts';
import { words as all } from '#desk/words/outbound.ts';
import { formatNumber } from '../phone.ts';
import { findingsOf } from '../preflight/findings.ts';
import type { OutboundRecord } from '../wish.ts';
import styles from './Result.module.css';
import type { Outcome } from './use-send.ts';

const words = all.sent;

/** What the customer of a message is called. */
export function nameOf({ customer_name: name, to }: OutboundRecord): string {
  return name ?? formatNumber(to);
}

function sentence(record: OutboundRecord, isLate: boolean): { title: string; text: string | null } {
  const name = nameOf(record);
  if (record.status === 'waiting') {
    const until = moment(record.date_expires ?? Date.now());
    const isMine = record.routing.worker_sid !== null;
    return {
      title: words.waiting(name),
      text: isMine ? words.waitingText(until) : words.waitingOthers(until),
    };
  }
  if (isLate) return { title: words.notOffered, text: null };
  return { title: record.outcome === 'opened' ? words.handed(name) : words.appended(name), text: null };
}

function Sent({ record, isLate }: { readonly record: OutboundRecord; readonly isLate: boolean }) {
  const [isShown, setShown] = useState(false);
  const { title, text } = sentence(record, isLate);
  return (
    <>
      <Notice
        tone="good"
        title={title}
        actions={
          <Button isSmall onClick={() => setShown(true)}>
            {words.look}
          </Button>
        }
      >
        {text && <p>{text}</p>}
      </Notice>
      <ConversationDialog
        conversationSid={isShown ? record.conversation_sid : null}
        title={nameOf(record)}
        onClose={() => setShown(false)}
      />
    </>
  );
}

function Refused({ outcome }: { readonly outcome: Extract<Outcome, { state: 'refused' }> }) {
  const { check, message } = outcome;
  const isMoving = check?.details['transfer_sid'] != null;
  const [finding] = check === null ? [] : findingsOf([check]);
  // The facts of an open conversation are on the page, with what can be done.
  const text = isMoving ? all.check.open.moving : (finding?.text ?? message);
  return (
    <Notice tone="bad" title={all.refused}>
      <p>{text}</p>
      {finding?.advice && <p>{finding.advice}</p>}
    </Notice>
  );
}

/** Nothing while nothing was sent. */
export function Result({ outcome }: { readonly outcome: Outcome }) {
  switch (outcome.state) {
    case 'opening':
      return (
        <p className={styles['opening']} role="status">
          <Spinner />
          {words.opened}
        </p>
      );
    case 'sent':
      return <Sent record={outcome.record} isLate={outcome.isLate} />;
    case 'refused':
      return <Refused outcome={outcome} />;
    default:
      return null;
  }
}
