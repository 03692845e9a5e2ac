// Below a message that did not reach the customer: why, and what can be done.
import { RotateCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { invokeAction } from '#desk/actions/actions.ts';
import type { MessageEntry } from '#desk/state/conversations.ts';
import { Button } from '#desk/ui/Button.tsx';
import { notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/canvas.ts';
import { failureReason } from '../failure-reasons.ts';
import { fileOf } from '../media/links.ts';
import styles from './Bubble.module.css';

const codes = new Map<string, string>();

async function readCode({ sid, delivery, source }: MessageEntry): Promise<string> {
  const receipts = await source.getDetailedDeliveryReceipts();
  const bad = receipts.find(({ status }) => status === delivery) ?? receipts.find((one) => one.errorCode);
  const code = String(bad?.errorCode || '');
  codes.set(`${sid} ${delivery}`, code);
  return code;
}

/** The code of a failed message's receipt; null while it is read. */
function useCode(message: MessageEntry): string | null {
  const [code, setCode] = useState(codes.get(`${message.sid} ${message.delivery}`) ?? null);
  useEffect(() => {
    let isShown = true;
    readCode(message)
      .then((read) => isShown && setCode(read))
      .catch(() => isShown && setCode(''));
    return () => {
      isShown = false;
    };
  }, [message.sid, message.delivery]);
  return code;
}

interface KeptTemplate {
  readonly variables?: Record<string, string>;
}

/** Says the same once more. */
async function sayAgain(conversationSid: string, message: MessageEntry): Promise<void> {
  const files = await Promise.all(message.media.map((media) => fileOf(message, media)));
  const template = message.attributes['template'] as KeptTemplate | undefined;
  await invokeAction('SendMessage', {
    conversationSid,
    body: message.body,
    files,
    messageAttributes: message.attributes,
    ...(message.contentSid === null
      ? {}
      : { contentSid: message.contentSid, contentVariables: template?.variables ?? {} }),
  });
}

/** The line under a failed message. */
export function FailureLine({ message }: { readonly message: MessageEntry }) {
  const code = useCode(message);
  const [isBusy, setBusy] = useState(false);
  const reason = failureReason(code);
  const state = words.states[message.delivery === 'failed' ? 'failed' : 'undelivered'];
  const told = reason?.words ?? words.reasonUnknown;
  const again = () => {
    setBusy(true);
    sayAgain(message.source.conversation.sid, message)
      .catch(notifyFailure)
      .finally(() => setBusy(false));
  };
  return (
    <div className={styles['failure']}>
      <p>
        <strong>{state}.</strong> {code !== null && (code === '' ? told : words.failure(code, told))}
      </p>
      {reason?.mayWorkAgain !== false && (
        <Button isSmall kind="quiet" isBusy={isBusy} onClick={again}>
          {!isBusy && <RotateCw aria-hidden="true" />}
          {words.sendAgain}
        </Button>
      )}
    </div>
  );
}
