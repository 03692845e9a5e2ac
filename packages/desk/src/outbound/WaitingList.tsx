// What this agent has sent and waits for.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ConversationDialog } from '#desk/customer/conversation/ConversationDialog.tsx';
import { readAll } from '#desk/rest/pages.ts';
import { useDesk } from '#desk/state/store.ts';
import { Button } from '#desk/ui/Button.tsx';
import { Skeleton } from '#desk/ui/Spinner.tsx';
import { exactly } from '#desk/words/exactly.ts';
import { ago, moment } from '#desk/words/moments.ts';
import { words as all } from '#desk/words/outbound.ts';
import { words as parts } from '#desk/words/ui.ts';
import { nameOf } from './sending/Result.tsx';
import styles from './WaitingList.module.css';
import type { OutboundRecord } from './wish.ts';

const words = all.list;
/** Records of everybody that are looked through: the list cannot be asked for one author. */
const MOST = 500;
const SHOWN = 12;
const AGAIN_MS = 20_000;

function useWaiting() {
  const identity = useDesk((state) => state.session.user?.identity ?? '');
  return useQuery({
    queryKey: ['waiting-messages', identity],
    queryFn: async ({ signal }) => {
      const waiting = { Status: 'waiting' };
      const path = '/outbound/v1/Conversations';
      const records = await readAll<OutboundRecord>(path, waiting, signal, { most: MOST });
      return records
        .filter(({ author }) => author === identity)
        .toSorted((one, other) => (one.date_created < other.date_created ? 1 : -1));
    },
    refetchInterval: AGAIN_MS,
  });
}

export function WaitingList() {
  const { data, error, isPending, refetch } = useWaiting();
  const [shown, setShown] = useState<OutboundRecord | null>(null);
  return (
    <section className={styles['waiting']} aria-label={words.title}>
      <h2>
        {words.title}
        {data !== undefined && data.length > 0 && <span className={styles['count']}>{data.length}</span>}
      </h2>
      {isPending && <Skeleton width="80%" />}
      {error && (
        <div className={styles['failed']}>
          <p>{words.failed}</p>
          <Button isSmall onClick={() => void refetch()}>
            {parts.retry}
          </Button>
        </div>
      )}
      {data?.length === 0 && <p className={styles['empty']}>{words.empty}</p>}
      <ul>
        {data?.slice(0, SHOWN).map((record) => (
          <li key={record.sid}>
            <button
              type="button"
              className={styles['row']}
              title={words.show(nameOf(record))}
              onClick={() => setShown(record)}
            >
              <span className={styles['name']} dir="auto">
                {nameOf(record)}
              </span>
              <time dateTime={record.date_created} title={exactly(record.date_created)}>
                {ago(record.date_created)}
              </time>
              {record.date_expires && (
                <span className={styles['until']}>{words.until(moment(record.date_expires))}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
      <ConversationDialog
        conversationSid={shown?.conversation_sid ?? null}
        title={shown === null ? '' : nameOf(shown)}
        onClose={() => setShown(null)}
      />
    </section>
  );
}
