// Which server process routes the tasks of which workspace.
import { createTable, index, type Schema } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await createTable(db, 'routing_owners', ['workspace_sid'], {
    workspace_sid: 'sid',
    owner: 'text',
    lease_until: 'time',
  });
  await index(db, 'ix_routing_owners_owner', 'routing_owners', ['owner']);
}
