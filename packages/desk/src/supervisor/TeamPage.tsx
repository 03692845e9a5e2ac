// The team: everybody, one worker, or one conversation that is watched.
import { InWorkspace } from './basis/workspace.tsx';
import { TeamOverview } from './team/TeamOverview.tsx';
import { WorkerPage } from './team/WorkerPage.tsx';
import { WatchPage } from './watch/WatchPage.tsx';

function Chosen({ workerSid, taskSid }: Readonly<Record<string, string>>) {
  if (taskSid !== undefined) return <WatchPage key={taskSid} taskSid={taskSid} />;
  return workerSid === undefined ? <TeamOverview /> : <WorkerPage key={workerSid} sid={workerSid} />;
}

/** `/team`, `/team/:workerSid` and `/watch/:taskSid`. */
export function TeamPage({ parameters }: { readonly parameters: Readonly<Record<string, string>> }) {
  return (
    <InWorkspace>
      <Chosen {...parameters} />
    </InWorkspace>
  );
}
