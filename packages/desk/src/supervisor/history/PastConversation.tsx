// A conversation of the past, read-only, opened at the message that was found.
import { MessageSquareOff } from 'lucide-react';
import { useMemo } from 'react';
import { Link, useSearch } from 'wouter';
import { Badge } from '#desk/ui/Badge.tsx';
import { Button, buttonClass } from '#desk/ui/Button.tsx';
import { Empty, Notice } from '#desk/ui/Notice.tsx';
import { Waiting } from '#desk/ui/Spinner.tsx';
import { words as all } from '#desk/words/supervisor.ts';
import { words as parts } from '#desk/words/ui.ts';
import { ConversationFrame, ConversationHead } from '../basis/ConversationFrame.tsx';
import { dayOf } from '../basis/dates.ts';
import { useSpeakers } from '../basis/who-speaks.ts';
import { type Line, Transcript } from '../transcript/Transcript.tsx';
import { filtersOf, NOTHING_SOUGHT, searchOf } from './filters.ts';
import { type SaidMessage, usePast } from './messages.ts';
import styles from './PastConversation.module.css';
import { usePeople } from './people.ts';

const words = all.history;

function hasFailed({ delivery }: SaidMessage): boolean {
  return [delivery?.failed, delivery?.undelivered].some((share) => share !== undefined && share !== 'none');
}

function lineOf(message: SaidMessage): Line {
  return {
    index: message.index,
    author: message.author,
    body: message.body ?? '',
    date: Date.parse(message.date_created),
    files: (message.media ?? []).map(({ filename }) => filename ?? ''),
    hasFailed: hasFailed(message),
  };
}

function useLines(sid: string) {
  const past = usePast(sid);
  const items = past.data?.items;
  return { past, lines: useMemo(() => items?.map(lineOf) ?? [], [items]) };
}

/** `/history/:conversationSid`, with the filters of the search it came from. */
export function PastConversation({ sid }: { readonly sid: string }) {
  const search = useSearch();
  const filters = filtersOf(search);
  const at = /^\d+$/.exec(new URLSearchParams(search).get('at') ?? '')?.[0];
  const { past, lines } = useLines(sid);
  const customer = usePeople(sid);
  const speaker = useSpeakers(customer?.name ?? null);
  const back = `/history?${searchOf(filters)}`;
  const { data, error } = past;
  if (data === undefined && error !== null) {
    return (
      <Empty
        icon={MessageSquareOff}
        title={words.noConversation}
        actions={
          <>
            <Link className={buttonClass({})} href={back}>
              {words.back}
            </Link>
            <Button onClick={() => void past.refetch()}>{parts.retry}</Button>
          </>
        }
      >
        <p>{error.message}</p>
      </Empty>
    );
  }
  const [first, last] = [lines[0], lines.at(-1)];
  const days = [first, last].flatMap((line) => (line === undefined ? [] : [dayOf(new Date(line.date))]));
  return (
    <ConversationFrame
      className={styles['body']}
      head={
        <ConversationHead
          back={{ href: back, label: words.back }}
          title={
            <>
              <bdi>{customer?.name ?? (data?.conversation.friendly_name || words.conversation)}</bdi>
              {data && <Badge>{words.states[data.conversation.state] ?? data.conversation.state}</Badge>}
            </>
          }
          intro={[...new Set(days)].join(' – ')}
        >
          {customer?.address && (
            <Link
              className={buttonClass({ isSmall: true })}
              href={`/history?${searchOf({ ...NOTHING_SOUGHT, customer: customer.address })}`}
            >
              {words.allOfCustomer}
            </Link>
          )}
        </ConversationHead>
      }
    >
      {data?.isCut && <Notice tone="warn">{words.cut(lines.length)}</Notice>}
      {data === undefined ? (
        <Waiting label={parts.loading} />
      ) : (
        <Transcript
          key={at}
          label={words.conversation}
          lines={lines}
          speaker={speaker}
          isLive={false}
          foundIndex={at === undefined ? null : Number(at)}
          query={filters.query}
        />
      )}
    </ConversationFrame>
  );
}
