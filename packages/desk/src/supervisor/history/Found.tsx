// What was found, newest first, each with the words that found it.
import { MessageSquareText, SearchX } from 'lucide-react';
import { Badge } from '#desk/ui/Badge.tsx';
import { Button } from '#desk/ui/Button.tsx';
import { Empty, Notice } from '#desk/ui/Notice.tsx';
import { RowLink } from '#desk/ui/RowLink.tsx';
import { Waiting } from '#desk/ui/Spinner.tsx';
import { channelName } from '#desk/words/channels.ts';
import { words as all } from '#desk/words/supervisor.ts';
import { words as parts } from '#desk/words/ui.ts';
import { When } from '../basis/Moment.tsx';
import type { Speaker } from '../basis/who-speaks.ts';
import { Highlight } from '../transcript/Highlight.tsx';
import { excerpt } from '../transcript/highlight.ts';
import styles from './Found.module.css';
import { type HistoryFilters, searchOf } from './filters.ts';
import { type FoundMessage, useFound } from './messages.ts';

const words = all.history;

function placeOf(message: FoundMessage, filters: HistoryFilters): string {
  const search = new URLSearchParams(searchOf(filters));
  if (message.index !== null) search.set('at', String(message.index));
  return `/history/${message.conversation_sid}?${search}`;
}

interface ItemProps {
  readonly message: FoundMessage;
  readonly filters: HistoryFilters;
  readonly speaker: (author: string) => Speaker;
}

function Item({ message, filters, speaker }: ItemProps) {
  const { customer, customer_name: known, conversation_sid: conversation, agent } = message;
  const name = <bdi>{known || customer || words.unknownCustomer}</bdi>;
  const author = speaker(message.author);
  return (
    <li className={styles['item']}>
      <p className={styles['head']}>
        {conversation === null ? (
          <strong>{name}</strong>
        ) : (
          <RowLink href={placeOf(message, filters)}>{name}</RowLink>
        )}
        <Badge>{channelName(message.channel)}</Badge>
        {known && customer && <bdi className={styles['soft']}>{customer}</bdi>}
        {agent && <span className={styles['soft']}>{words.withAgent(agent)}</span>}
      </p>
      <span className={styles['date']}>
        <When date={message.date_created} />
      </span>
      <p className={styles['body']} dir="auto">
        {author.side === 'team' && <span className={styles['soft']}>{words.by(author.name)} </span>}
        <Highlight text={excerpt(message.body ?? '', filters.query)} query={filters.query} />
        {!message.body && all.team.attachment}
      </p>
    </li>
  );
}

interface FoundProps {
  readonly filters: HistoryFilters;
  readonly speaker: (author: string) => Speaker;
}

/** The list, or why there is none. */
export function Found({ filters, speaker }: FoundProps) {
  const found = useFound(filters);
  const messages = found.data?.pages.flatMap(({ items }) => items);
  if (messages === undefined) {
    if (found.error === null) return <Waiting label={parts.loading} />;
    const retry = (
      <Button isSmall onClick={() => void found.refetch()}>
        {parts.retry}
      </Button>
    );
    return (
      <Notice tone="bad" actions={retry}>
        {found.error.message}
      </Notice>
    );
  }
  if (messages.length === 0) {
    const isAll = searchOf(filters) === '';
    return (
      <div className={styles['place']}>
        <Empty icon={isAll ? MessageSquareText : SearchX} title={isAll ? words.noMessages : words.noResults}>
          <p>{isAll ? words.noMessagesHint : words.noResultsHint}</p>
        </Empty>
      </div>
    );
  }
  return (
    <>
      <ol className={styles['list']} aria-label={words.results} aria-busy={found.isPlaceholderData}>
        {messages.map((message) => (
          <Item key={message.sid} message={message} filters={filters} speaker={speaker} />
        ))}
      </ol>
      {found.error && <Notice tone="bad">{found.error.message}</Notice>}
      {found.hasNextPage && (
        <div className={styles['more']}>
          <Button isBusy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {parts.more}
          </Button>
        </div>
      )}
    </>
  );
}
