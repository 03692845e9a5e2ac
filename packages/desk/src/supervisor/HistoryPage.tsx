// The history: the search, or a conversation that was found.
import { InWorkspace } from './basis/workspace.tsx';
import { HistorySearch } from './history/HistorySearch.tsx';
import { PastConversation } from './history/PastConversation.tsx';

/** `/history` and `/history/:conversationSid`. */
export function HistoryPage({
  parameters: { conversationSid },
}: {
  readonly parameters: Readonly<Record<string, string>>;
}) {
  return (
    <InWorkspace>
      {conversationSid === undefined ? (
        <HistorySearch />
      ) : (
        <PastConversation key={conversationSid} sid={conversationSid} />
      )}
    </InWorkspace>
  );
}
