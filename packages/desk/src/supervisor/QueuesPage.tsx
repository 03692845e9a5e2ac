// The queues: all of them, or one.
import { InWorkspace } from './basis/workspace.tsx';
import { QueueDetail } from './queues/QueueDetail.tsx';
import { QueuesOverview } from './queues/QueuesOverview.tsx';

/** `/queues` and `/queues/:sid`. */
export function QueuesPage({
  parameters: { sid },
}: {
  readonly parameters: Readonly<Record<string, string>>;
}) {
  return (
    <InWorkspace>{sid === undefined ? <QueuesOverview /> : <QueueDetail key={sid} sid={sid} />}</InWorkspace>
  );
}
