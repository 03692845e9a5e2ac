// The answer to "Why is it waiting?".
import { useInfiniteQuery } from '@tanstack/react-query';
import { get } from '#desk/rest/request.ts';
import { Avatar } from '#desk/ui/Avatar.tsx';
import { Button } from '#desk/ui/Button.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { Waiting } from '#desk/ui/Spinner.tsx';
import { words as all } from '#desk/words/supervisor.ts';
import { useWorkspace } from '../basis/workspace.tsx';
import styles from './ExplainDialog.module.css';
import { type ExplainedWorker, type Explanation, headlineOf, wayOf, workerInWords } from './explanation.ts';

const words = all.explain;
const PAGE = 20;

interface Answer extends Explanation {
  readonly workers: readonly ExplainedWorker[];
  readonly meta: { readonly next_page_url: string | null };
}

function useExplanation(taskSid: string) {
  const path = useWorkspace();
  return useInfiniteQuery({
    queryKey: [path, 'explain', taskSid],
    initialPageParam: `${path}/Tasks/${taskSid}/Explain?PageSize=${PAGE}`,
    queryFn: ({ pageParam, signal }) => get<Answer>(pageParam, {}, signal),
    getNextPageParam: ({ meta: { next_page_url: next } }) => {
      if (next === null) return undefined;
      const { pathname, search } = new URL(next, window.location.href);
      return pathname + search;
    },
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
}

function Worker({ worker, channel }: { readonly worker: ExplainedWorker; readonly channel: string }) {
  return (
    <li className={styles['worker']}>
      <Avatar
        name={worker.friendly_name}
        size={28}
        presence={
          worker.available ? 'available' : /offline/i.test(worker.activity_name) ? 'offline' : 'unavailable'
        }
      />
      <div>
        <strong>
          <bdi>{worker.friendly_name}</bdi>
        </strong>
        <ul className={styles['why']}>
          {workerInWords(worker, channel).map((why) => (
            <li key={why}>{why}</li>
          ))}
        </ul>
      </div>
    </li>
  );
}

interface ExplainDialogProps {
  readonly taskSid: string;
  readonly onClose: () => void;
}

/** Tells the way of a task and what each worker lacks; asked anew each time it is opened. */
export function ExplainDialog({ taskSid, onClose }: ExplainDialogProps) {
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useExplanation(taskSid);
  const answer = data?.pages[0];
  const workers = data?.pages.flatMap((page) => page.workers) ?? [];
  return (
    <Dialog
      title={words.title}
      isOpen
      onClose={onClose}
      shape="wide"
      foot={
        <Button isBusy={isFetching && !isFetchingNextPage} onClick={() => void refetch()}>
          {words.again}
        </Button>
      }
    >
      {answer === undefined && error === null && <Waiting label={words.loading} />}
      {error && <Notice tone="bad">{error.message}</Notice>}
      {answer && (
        <>
          <p className={styles['headline']}>{headlineOf(answer)}</p>
          <section className={styles['part']}>
            <h3>{words.path}</h3>
            <ol className={styles['way']}>
              {wayOf(answer).map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </section>
          {answer.is_waiting && answer.counts !== null && (
            <section className={styles['part']}>
              <h3>{words.workers}</h3>
              {workers.length === 0 && <p>{words.nobody}</p>}
              {workers.length > 0 && (
                <ul className={styles['workers']}>
                  {workers.map((worker) => (
                    <Worker
                      key={worker.worker_sid}
                      worker={worker}
                      channel={answer.task_channel_unique_name}
                    />
                  ))}
                </ul>
              )}
              {hasNextPage && (
                <Button isSmall isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                  {words.moreWorkers}
                </Button>
              )}
            </section>
          )}
        </>
      )}
    </Dialog>
  );
}
