// Every table by name, as Kysely types queries against it.
import type { ConversationConfigurationTables } from './schema/conversation-configuration.ts';
import type { DeliveryTables } from './schema/delivery.ts';
import type { FlexTables } from './schema/flex.ts';
import type { HookTables } from './schema/hooks.ts';
import type { PlatformTables } from './schema/platform.ts';
import type { ProxyTables } from './schema/proxy.ts';
import type { StatisticsTables } from './schema/statistics.ts';
import type { SyncTables } from './schema/sync.ts';
import type { TaskRouterTables } from './schema/taskrouter.ts';
import type { ThreadTables } from './schema/threads.ts';
import type { TransferTables } from './schema/transfers.ts';
import type { WorkspaceEventTables } from './schema/workspace-events.ts';

export interface Tables
  extends PlatformTables,
    ThreadTables,
    TaskRouterTables,
    DeliveryTables,
    ProxyTables,
    FlexTables,
    HookTables,
    TransferTables,
    StatisticsTables,
    SyncTables,
    WorkspaceEventTables,
    ConversationConfigurationTables {}
