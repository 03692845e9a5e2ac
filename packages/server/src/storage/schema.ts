// Every table by name, as Kysely types queries against it.
import type { ContentTables } from './schema/content.ts';
import type { ConversationConfigurationTables } from './schema/conversation-configuration.ts';
import type { DeliveryTables } from './schema/delivery.ts';
import type { DeskTables } from './schema/desk.ts';
import type { DeskDataTables } from './schema/desk-data.ts';
import type { FlexTables } from './schema/flex.ts';
import type { FlexSurfaceTables } from './schema/flex-surface.ts';
import type { HookTables } from './schema/hooks.ts';
import type { InteractionTables } from './schema/interactions.ts';
import type { MediaTables } from './schema/media.ts';
import type { MessagingServiceTables } from './schema/messaging-services.ts';
import type { OutboundTables } from './schema/outbound.ts';
import type { PlatformTables } from './schema/platform.ts';
import type { PresenceTables } from './schema/presence.ts';
import type { ProxyTables } from './schema/proxy.ts';
import type { ReconcilerTables } from './schema/reconciler.ts';
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
    ContentTables,
    DeliveryTables,
    DeskTables,
    DeskDataTables,
    PresenceTables,
    ProxyTables,
    FlexTables,
    FlexSurfaceTables,
    HookTables,
    InteractionTables,
    MediaTables,
    MessagingServiceTables,
    OutboundTables,
    ReconcilerTables,
    TransferTables,
    StatisticsTables,
    SyncTables,
    WorkspaceEventTables,
    ConversationConfigurationTables {}
