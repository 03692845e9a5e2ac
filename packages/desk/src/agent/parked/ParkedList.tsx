// The parked conversations of this agent, each with a way to take it up again.
import { useQuery } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { invokeAction } from '#desk/actions/actions.ts';
import { RequestError } from '#desk/rest/request.ts';
import { WithQueries } from '#desk/rest/WithQueries.tsx';
import { Avatar } from '#desk/ui/Avatar.tsx';
import { IconButton } from '#desk/ui/Button.tsx';
import { notify, notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/tasks.ts';
import { Age } from '../Age.tsx';
import { ChannelMark } from '../ChannelMark.tsx';
import list from '../list/TaskList.module.css';
import styles from './ParkedList.module.css';
import { forget, type Parked } from './parked.ts';
import { readParked } from './parked-state.ts';

/** A customer may write at any time; nothing tells about conversations the agent is not in. */
const LOOK_AGAIN_MS = 30_000;

function refusal(error: unknown, { name }: Parked): Error {
  if (error instanceof RequestError && error.code === 45354) return new Error(words.parked.over(name));
  if (error instanceof RequestError && error.code === 45353) return new Error(words.parked.elsewhere(name));
  return error as Error;
}

function ParkedRow({ parked }: { readonly parked: Parked }) {
  const { interactionSid, name, channel, since } = parked;
  const [isBusy, setBusy] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['parked', interactionSid, parked.taskSid],
    queryFn: ({ signal }) => readParked(parked, signal),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const isOver = data?.isOver === true || (error instanceof RequestError && error.status === 404);
  useEffect(() => {
    if (isOver && !isBusy) forget(interactionSid).catch(() => {});
  }, [isOver, isBusy, interactionSid]);
  const takeUp = () => {
    setBusy(true);
    invokeAction('UnparkInteraction', { interactionSid })
      .catch((failure) => notify(refusal(failure, parked).message, { tone: 'bad' }))
      .catch(notifyFailure)
      .finally(() => setBusy(false));
  };
  return (
    <li className={styles['row']}>
      <Avatar name={name} size={28} />
      <span className={list['words']}>
        <span className={list['line']}>
          <ChannelMark channel={channel} />
          <bdi className={list['name']}>{name}</bdi>
        </span>
        <span className={styles['news']}>
          {data?.wroteAt ? (
            <span className={styles['wrote']}>
              {words.parked.wrote} · <Age since={data.wroteAt} />
            </span>
          ) : (
            <span>
              {words.parked.since} · <Age since={since} />
            </span>
          )}
        </span>
      </span>
      <IconButton isSmall isBusy={isBusy} label={words.parked.unparkFor(name)} onClick={takeUp}>
        {!isBusy && <Undo2 aria-hidden="true" />}
      </IconButton>
    </li>
  );
}

/** A group of the task list. */
export function ParkedList({ parked }: { readonly parked: readonly Parked[] }) {
  return (
    <WithQueries>
      <section className={list['group']}>
        <h2 className={list['title']}>
          {words.list.parked} <span className={list['number']}>{parked.length}</span>
        </h2>
        <ul>
          {parked.map((one) => (
            <ParkedRow key={one.interactionSid} parked={one} />
          ))}
        </ul>
      </section>
    </WithQueries>
  );
}
