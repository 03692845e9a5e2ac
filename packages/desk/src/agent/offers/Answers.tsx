// The two answers to an offer.
import { customerOf } from '#desk/live/customer.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { Button } from '#desk/ui/Button.tsx';
import { words } from '#desk/words/tasks.ts';
import { useAnswers } from './answer-offer.ts';

interface AnswersProps {
  readonly task: TaskEntry;
  readonly isSmall?: boolean;
}

/** Accept and reject, each given once. */
export function Answers({ task, isSmall = false }: AnswersProps) {
  const { name } = customerOf(task);
  const { busy, accept, reject } = useAnswers(task.sid);
  return (
    <>
      <Button
        isSmall={isSmall}
        kind="primary"
        isBusy={busy === 'accept'}
        disabled={busy !== null}
        aria-label={words.offers.acceptFor(name)}
        onClick={accept}
      >
        {words.offers.accept}
      </Button>
      <Button
        isSmall={isSmall}
        isBusy={busy === 'reject'}
        disabled={busy !== null}
        aria-label={words.offers.rejectFor(name)}
        onClick={reject}
      >
        {words.offers.reject}
      </Button>
    </>
  );
}
