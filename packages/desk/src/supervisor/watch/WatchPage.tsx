// A conversation while it is held, seen by somebody who takes no part in it.
import { useQuery } from '@tanstack/react-query';
import { Compass, MessageSquareOff } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { loadEarlier } from '#desk/live/conversations-client.ts';
import { RequestError } from '#desk/rest/request.ts';
import type { ConversationEntry } from '#desk/state/conversations.ts';
import { useDesk } from '#desk/state/store.ts';
import { Button, buttonClass } from '#desk/ui/Button.tsx';
import { Empty, Notice } from '#desk/ui/Notice.tsx';
import { Waiting } from '#desk/ui/Spinner.tsx';
import { notifyFailure } from '#desk/ui/Toasts.tsx';
import { words as all } from '#desk/words/supervisor.ts';
import { words as parts } from '#desk/words/ui.ts';
import { ConversationFrame } from '../basis/ConversationFrame.tsx';
import { shortDuration } from '../basis/durations.ts';
import { polled, type TaskRecord, useTask } from '../basis/taskrouter.ts';
import { type Speaker, useSpeakers } from '../basis/who-speaks.ts';
import { useWorkspace } from '../basis/workspace.tsx';
import { type Line, Transcript } from '../transcript/Transcript.tsx';
import { readHolders } from '../work/hand-over.ts';
import { type WorkItem, workItem } from '../work/work-item.ts';
import { Notes } from './Notes.tsx';
import { useWatching, type Watching } from './use-watching.ts';
import { WatchHead } from './WatchHead.tsx';
import styles from './WatchPage.module.css';
import { Whisper } from './Whisper.tsx';

const words = all.watch;
const OVER = new Set(['completed', 'canceled']);

function isGone(error: Error | null): boolean {
  return error instanceof RequestError && error.status === 404;
}

/** The task and who has it, as they are at this moment. What is gone stays as it was seen last. */
function useWork(taskSid: string) {
  const workspace = useWorkspace();
  const task = useTask(taskSid);
  const isOver = isGone(task.error) || OVER.has(task.data?.assignment_status ?? '');
  const holders = useQuery({
    queryKey: [workspace, 'holders', taskSid],
    enabled: !isOver,
    queryFn: ({ signal }) => readHolders(workspace, taskSid, signal),
    ...polled(4_000),
  });
  const holder = holders.data?.[0] ?? null;
  const refresh = () => {
    void task.refetch();
    void holders.refetch();
  };
  return { task, isOver, holder, refresh };
}

function linesOf(conversation: ConversationEntry): readonly Line[] {
  return conversation.messages.map(({ index, author, body, date, media, delivery }) => ({
    index,
    author,
    body,
    date,
    files: media.map(({ filename }) => filename),
    hasFailed: delivery === 'failed' || delivery === 'undelivered',
  }));
}

interface LiveProps {
  readonly conversationSid: string;
  readonly watching: Watching;
  readonly speaker: (author: string) => Speaker;
}

function Live({ conversationSid, watching, speaker }: LiveProps) {
  const conversation = useDesk((state) => state.conversations.bySid[conversationSid]);
  const [isReading, setReading] = useState(false);
  const lines = useMemo(() => (conversation === undefined ? [] : linesOf(conversation)), [conversation]);
  if (watching.status === 'failed') {
    const retry = (
      <Button isSmall onClick={watching.again}>
        {parts.retry}
      </Button>
    );
    return (
      <div className={styles['state']}>
        <Notice tone="bad" actions={retry}>
          {watching.error?.message}
        </Notice>
      </div>
    );
  }
  if (!conversation?.isLoaded) return <Waiting label={words.joiningLong} />;
  const earlier = () => {
    setReading(true);
    loadEarlier(conversationSid)
      .catch(notifyFailure)
      .finally(() => setReading(false));
  };
  const writing = conversation.typing.map((author) => speaker(author).name);
  return (
    <Transcript
      label={words.transcript}
      lines={lines}
      speaker={speaker}
      isLive
      onEarlier={conversation.hasEarlier ? earlier : undefined}
      isReadingEarlier={isReading}
      foot={writing.length > 0 ? words.writing(writing.join(', ')) : null}
    />
  );
}

function Facts({ task }: { readonly task: TaskRecord }) {
  const facts = [
    [words.state, all.statuses[task.assignment_status] ?? task.assignment_status],
    [words.queue, task.task_queue_friendly_name ?? all.times.none],
    [words.priority, task.priority],
    [words.age, shortDuration(task.age)],
  ] as const;
  return (
    <dl className={styles['facts']}>
      {facts.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface WatchedProps {
  readonly item: WorkItem;
  readonly task: TaskRecord;
  readonly work: ReturnType<typeof useWork>;
}

function Watched({ item, task, work: { isOver, holder, refresh } }: WatchedProps) {
  const { conversationSid } = item;
  const watching = useWatching(isOver ? null : conversationSid);
  const speaker = useSpeakers(item.name);
  const agent = holder?.worker_name ?? null;
  const past = conversationSid !== null && (
    <Link className={buttonClass({})} href={`/history/${conversationSid}`}>
      {words.toHistory}
    </Link>
  );
  return (
    <ConversationFrame
      isLong
      className={styles['body']}
      head={
        <WatchHead
          item={item}
          holder={agent}
          isOver={isOver}
          watching={watching}
          backTo={holder === null ? '/team' : `/team/${holder.worker_sid}`}
          onChanged={refresh}
        />
      }
    >
      <div className={styles['stage']}>
        {conversationSid === null && <Empty icon={MessageSquareOff} title={words.noConversation} />}
        {isOver && conversationSid !== null && (
          <Empty icon={MessageSquareOff} title={words.closed} actions={past} />
        )}
        {!isOver && conversationSid !== null && (
          <>
            <Live conversationSid={conversationSid} watching={watching} speaker={speaker} />
            <Whisper conversationSid={conversationSid} presence={watching.presence} agent={agent} />
          </>
        )}
      </div>
      {/* It scrolls on its own, so the keyboard must reach it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the reason is above */}
      <aside className={styles['side']} aria-label={words.facts} tabIndex={0}>
        {!isOver && watching.presence?.isOwnWork === false && (
          <p className={styles['hint']}>{words.nobodyKnows}</p>
        )}
        <section className={styles['part']}>
          <h2>{words.facts}</h2>
          <Facts task={task} />
        </section>
        {conversationSid !== null && (
          <section className={styles['part']}>
            <h2>{words.notes}</h2>
            <Notes conversationSid={conversationSid} />
          </section>
        )}
      </aside>
    </ConversationFrame>
  );
}

/** `/watch/:taskSid`. */
export function WatchPage({ taskSid }: { readonly taskSid: string }) {
  const work = useWork(taskSid);
  const { task, holder } = work;
  if (task.data !== undefined) {
    const item = workItem(task.data, holder?.worker_sid ?? null);
    return <Watched item={item} task={task.data} work={work} />;
  }
  if (isGone(task.error)) {
    const back = (
      <Link className={buttonClass({})} href="/team">
        {words.back}
      </Link>
    );
    return <Empty icon={Compass} title={words.notFound} actions={back} />;
  }
  if (task.error !== null) {
    const retry = <Button onClick={() => void task.refetch()}>{parts.retry}</Button>;
    return (
      <Empty icon={Compass} title={parts.failed} actions={retry}>
        <p>{task.error.message}</p>
      </Empty>
    );
  }
  return <Waiting label={parts.loading} />;
}
