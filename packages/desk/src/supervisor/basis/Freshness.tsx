// Says when what is shown is no longer what is: the server cannot be reached.
import { CloudOff } from 'lucide-react';
import { Badge } from '#desk/ui/Badge.tsx';
import { words } from '#desk/words/supervisor.ts';
import { timeOf } from './dates.ts';

/** The part of a query this needs. */
interface Polled {
  readonly isError: boolean;
  readonly dataUpdatedAt: number;
}

/** A mark beside the title while the last attempt failed. */
export function Freshness({ of: { isError, dataUpdatedAt } }: { readonly of: Polled }) {
  const isStale = isError && dataUpdatedAt > 0;
  return (
    <span role="status">
      {isStale && (
        <span title={words.freshness.since(timeOf(dataUpdatedAt))}>
          <Badge tone="warn">
            <CloudOff aria-hidden="true" />
            {words.freshness.stale}
            <span className="visually-hidden">{words.freshness.since(timeOf(dataUpdatedAt))}</span>
          </Badge>
        </span>
      )}
    </span>
  );
}
