// Whether the customer may be written to, for each of our addresses he spoke about, and recording what he said.
import { useState } from 'react';
import { formatNumber } from '#desk/outbound/phone.ts';
import { queries } from '#desk/rest/queries.ts';
import { post } from '#desk/rest/request.ts';
import { useDesk } from '#desk/state/store.ts';
import { Badge } from '#desk/ui/Badge.tsx';
import { Button } from '#desk/ui/Button.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { notifyFailure } from '#desk/ui/Toasts.tsx';
import { words as all } from '#desk/words/customer.ts';
import { words as ui } from '#desk/words/ui.ts';
import { type Consent, useConsents } from '../facts.ts';
import { Nothing, Part } from '../parts/Part.tsx';
import styles from './ConsentSection.module.css';

const words = all.consent;

interface Saying {
  readonly contact: string;
  readonly sender: string;
  readonly status: Consent['status'];
}

interface ConsentSectionProps {
  readonly name: string;
  /** All addresses of the customer. */
  readonly addresses: readonly string[];
  /** The one the task is about, and ours it is talked to from. */
  readonly address: string | null;
  readonly ourAddress: string | null;
}

const senderName = (sender: string) => (sender.startsWith('MG') ? words.service : formatNumber(sender));

function Line({ consent, onChange }: { readonly consent: Consent; readonly onChange: (() => void) | null }) {
  const isOut = consent.status === 'opt-out';
  const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(
    new Date(consent.date_of_consent),
  );
  return (
    <li className={styles['line']}>
      <div>
        <Badge tone={isOut ? 'bad' : 'good'}>{isOut ? words.out : words.in}</Badge>{' '}
        <span>{words.of(senderName(consent.sender))}</span>
      </div>
      <p className={styles['since']}>
        <time dateTime={consent.date_of_consent}>{words.since(date)}</time>
        {consent.word && ` ${words.byWord(consent.word)}`}
      </p>
      {onChange && (
        <Button isSmall onClick={onChange}>
          {isOut ? words.recordIn : words.recordOut}
        </Button>
      )}
    </li>
  );
}

function Confirm({
  saying,
  name,
  onClose,
}: {
  readonly saying: Saying | null;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const [isBusy, setBusy] = useState(false);
  const isOut = saying?.status === 'opt-out';
  const label = isOut ? words.recordOut : words.recordIn;
  const record = async () => {
    if (saying === null) return;
    setBusy(true);
    try {
      await post('/messaging/v1/Consents', {
        Contact: saying.contact,
        Sender: saying.sender,
        Status: saying.status,
      });
      await queries.invalidateQueries({ queryKey: ['consents'] });
      onClose();
    } catch (error) {
      notifyFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const sender = senderName(saying?.sender ?? '');
  return (
    <Dialog
      title={label}
      isOpen={saying !== null}
      onClose={onClose}
      isAlert
      foot={
        <>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button kind="primary" isBusy={isBusy} onClick={() => void record()}>
            {label}
          </Button>
        </>
      }
    >
      <p>{isOut ? words.askOut(name, sender) : words.askIn(name, sender)}</p>
    </Dialog>
  );
}

export function ConsentSection({ name, addresses, address, ourAddress }: ConsentSectionProps) {
  const { data, error, isPending, refetch } = useConsents(addresses);
  const role = useDesk((state) => state.session.user?.role ?? 'agent');
  const [saying, setSaying] = useState<Saying | null>(null);
  const mayRecord = role !== 'agent';
  const isKnownHere = data?.some(({ contact, sender }) => contact === address && sender === ourAddress);
  return (
    <Part
      title={words.title}
      isPending={isPending}
      failure={error && { text: words.failed, error, onRetry: () => void refetch() }}
    >
      {data?.length === 0 && <Nothing>{words.none}</Nothing>}
      {data !== undefined && data.length > 0 && (
        <ul className={styles['lines']}>
          {data.map((consent) => (
            <Line
              key={consent.sid}
              consent={consent}
              onChange={
                mayRecord
                  ? () =>
                      setSaying({ ...consent, status: consent.status === 'opt-out' ? 'opt-in' : 'opt-out' })
                  : null
              }
            />
          ))}
        </ul>
      )}
      {mayRecord && !isKnownHere && address !== null && ourAddress !== null && (
        <div>
          <Button
            isSmall
            onClick={() => setSaying({ contact: address, sender: ourAddress, status: 'opt-out' })}
          >
            {words.recordOut}
          </Button>
        </div>
      )}
      <Confirm saying={saying} name={name} onClose={() => setSaying(null)} />
    </Part>
  );
}
