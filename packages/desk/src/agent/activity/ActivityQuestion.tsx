// What becomes of the offers of somebody who goes away.
import { useState } from 'react';
import { Button } from '#desk/ui/Button.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/tasks.ts';
import { askAbout, enterActivity, openOffers, useAskedActivity } from './switch-activity.ts';

/** Once in the page. */
export function ActivityQuestion() {
  const activity = useAskedActivity();
  const [isBusy, setBusy] = useState(false);
  if (activity === null) return null;
  const go = (rejects: boolean) => {
    setBusy(true);
    enterActivity(activity, rejects)
      .then(() => askAbout(null))
      .catch(notifyFailure)
      .finally(() => setBusy(false));
  };
  return (
    <Dialog
      title={words.activity.question(openOffers())}
      isOpen
      isAlert
      onClose={() => askAbout(null)}
      foot={
        <>
          <Button kind="quiet" onClick={() => askAbout(null)}>
            {words.activity.stay}
          </Button>
          <Button disabled={isBusy} onClick={() => go(false)}>
            {words.activity.keep}
          </Button>
          <Button kind="primary" isBusy={isBusy} onClick={() => go(true)}>
            {words.activity.reject}
          </Button>
        </>
      }
    >
      <p>{words.activity.questionText(activity.name)}</p>
    </Dialog>
  );
}
