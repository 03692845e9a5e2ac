// The senders of a messaging service: who is in it, who comes in, who goes out. Each takes effect at once.
import { X } from 'lucide-react';
import { useState } from 'react';
import { post, remove } from '#desk/rest/request.ts';
import { Button, IconButton } from '#desk/ui/Button.tsx';
import { ChoiceField } from '#desk/ui/Field.tsx';
import { notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/admin-reach.ts';
import { readAnew, useAll } from '../parts/lists.ts';
import parts from '../parts/parts.module.css';
import { type OwnSender, senderLabel, useOwnSenders } from './own-senders.ts';
import styles from './Reach.module.css';

const text = words.numbers.services;

interface PoolSender {
  readonly sid: string;
  readonly phone_number?: string;
  readonly short_code?: string;
  readonly sender?: string;
}

const POOLS = {
  phone: { collection: 'PhoneNumbers', parameter: 'PhoneNumberSid' },
  code: { collection: 'ShortCodes', parameter: 'ShortCodeSid' },
  channel: { collection: 'ChannelSenders', parameter: 'Sid' },
} as const;

function useMembers(path: string, collection: string) {
  return useAll<PoolSender>({ path: `${path}/${collection}` }).data ?? [];
}

/** The pool of the service at a path. */
export function SenderPool({ path }: { readonly path: string }) {
  const senders = useOwnSenders() ?? [];
  const members = {
    phone: useMembers(path, POOLS.phone.collection),
    code: useMembers(path, POOLS.code.collection),
    channel: useMembers(path, POOLS.channel.collection),
  };
  const [chosen, setChosen] = useState('');
  const [isBusy, setBusy] = useState(false);
  const isIn = ({ sid, kind }: OwnSender) => members[kind].some((member) => member.sid === sid);
  const within = senders.filter(isIn);
  const outside = senders.filter((sender) => !isIn(sender));
  const change = async (work: () => Promise<unknown>) => {
    setBusy(true);
    await work().then(readAnew).catch(notifyFailure);
    setBusy(false);
  };
  const add = () => {
    const sender = outside.find(({ sid }) => sid === chosen);
    if (sender === undefined) return;
    const { collection, parameter } = POOLS[sender.kind];
    setChosen('');
    void change(() => post(`${path}/${collection}`, { [parameter]: sender.sid }));
  };
  return (
    <section aria-label={text.pool} className={parts['form']}>
      <h3>{text.pool}</h3>
      {within.length === 0 && <p className={parts['note']}>{text.poolEmpty}</p>}
      <ul className={styles['pool']}>
        {within.map((sender) => (
          <li key={sender.sid}>
            <span>{senderLabel(sender)}</span>
            <IconButton
              isSmall
              label={text.out(sender.address)}
              disabled={isBusy}
              onClick={() => change(() => remove(`${path}/${POOLS[sender.kind].collection}/${sender.sid}`))}
            >
              <X aria-hidden="true" />
            </IconButton>
          </li>
        ))}
      </ul>
      <div className={parts['filters']}>
        <div className={parts['grow']}>
          <ChoiceField
            label={text.choose}
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
            choices={[
              { value: '', label: text.choose },
              ...outside.map((sender) => ({ value: sender.sid, label: senderLabel(sender) })),
            ]}
          />
        </div>
        <Button disabled={chosen === ''} isBusy={isBusy} onClick={add}>
          {text.addSender}
        </Button>
      </div>
    </section>
  );
}
