// Has done what an item of a list asks for, and puts the answer in its place.
import type { Database } from '#storage/database.ts';
import type { SyncItemRow, SyncObjectRow } from '#storage/schema/sync.ts';
import type { TunnelCall } from '../../twilsock/tunnel/route.ts';
import type { SyncViewer } from '../objects.ts';
import type { ListPurpose } from '../purpose.ts';
import { setItem } from '../stored/item-commands.ts';

/** An item as its client added it. */
interface AddedItem {
  readonly item: SyncItemRow;
  readonly list: SyncObjectRow;
  readonly viewer: SyncViewer;
  readonly call: TunnelCall;
}

/** Resolves when the answer is in the list, where the client hears of it. */
export async function answerItem(
  database: Database,
  purpose: ListPurpose,
  { item, list, viewer, call }: AddedItem,
): Promise<void> {
  const answered = await purpose.answer(viewer, JSON.parse(item.data), call);
  await database.transaction((tx) =>
    setItem(tx, viewer, list, item.item_index, { data: JSON.stringify(answered) }, 'present'),
  );
}
