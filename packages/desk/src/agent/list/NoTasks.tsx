// The list with nothing in it: why, and what brings work into it.
import { Coffee, PlugZap, Radio, UserX } from 'lucide-react';
import { useState } from 'react';
import { invokeAction } from '#desk/actions/actions.ts';
import { useDesk } from '#desk/state/store.ts';
import { Button } from '#desk/ui/Button.tsx';
import { Empty } from '#desk/ui/Notice.tsx';
import { notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/tasks.ts';

function GoAvailable() {
  const [isBusy, setBusy] = useState(false);
  const go = () => {
    setBusy(true);
    invokeAction('SetActivity', { activityAvailable: true })
      .catch(notifyFailure)
      .finally(() => setBusy(false));
  };
  return (
    <Button kind="primary" isBusy={isBusy} onClick={go}>
      {words.empty.goAvailable}
    </Button>
  );
}

/** Says whether the agent can expect work. */
export function NoTasks() {
  const hasWorker = useDesk((state) => state.session.user?.workerSid !== null);
  const activity = useDesk((state) => state.worker.activity);
  if (!hasWorker) {
    return (
      <Empty icon={UserX} title={words.empty.noWorker}>
        <p>{words.empty.noWorkerText}</p>
      </Empty>
    );
  }
  if (activity === null) return <Empty icon={PlugZap} title={words.empty.connecting} />;
  if (activity.available) {
    return (
      <Empty icon={Radio} title={words.empty.ready}>
        <p>{words.empty.readyText}</p>
      </Empty>
    );
  }
  return (
    <Empty icon={Coffee} title={words.empty.away} actions={<GoAvailable />}>
      <p>{words.empty.awayText}</p>
    </Empty>
  );
}
