// Where a Flex Flow leads: settings of its integration, checked against what they name.
import { invalidParameter, missingParameter } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { FlexFlowRow, FlexIntegrationType } from '#storage/schema/flex.ts';

/** Settings of an integration in the keys of the wire (Flex Flow resource, property `integration`). */
export interface Integration {
  readonly flow_sid?: string | null;
  /** Program that is told of the messages: of an external flow, or the one a Studio flow is run by. */
  readonly url?: string | null;
  readonly workspace_sid?: string | null;
  readonly workflow_sid?: string | null;
  /** Task channel, by SID or unique name. */
  readonly channel?: string | null;
  /** Seconds a task of this flow may wait. */
  readonly timeout?: number | null;
  readonly priority?: number | null;
  readonly creation_on_message?: boolean | null;
  readonly retry_count?: number | null;
}

/** The settings a flow holds. */
export function integrationOf(flow: Pick<FlexFlowRow, 'integration'>): Integration {
  return JSON.parse(flow.integration) as Integration;
}

/** Settings each type of integration shows, with what they are when they were not given. */
const SHOWN: Record<FlexIntegrationType, Integration> = {
  studio: { flow_sid: null, retry_count: 3 },
  external: { url: null, retry_count: 3 },
  task: {
    workspace_sid: null,
    workflow_sid: null,
    channel: 'default',
    timeout: 86_400,
    priority: 0,
    creation_on_message: false,
  },
};

/**
 * The settings that matter to this type of integration, complete. Where a Studio flow is run is ours to add: it is
 * shown only where it was said.
 */
export function completeIntegration(type: FlexIntegrationType, given: Integration): Integration {
  const shown = type === 'studio' && given.url ? { ...SHOWN.studio, url: null } : SHOWN[type];
  return Object.fromEntries(
    Object.entries(shown).map(([key, fallback]) => [key, given[key as keyof Integration] ?? fallback]),
  ) as Integration;
}

/** What stays of the settings when a flow gets another type of integration: how often it is tried. */
export function keptIntegration(
  before: { readonly integrationType: FlexIntegrationType; readonly integration: Integration },
  type: FlexIntegrationType,
): Integration {
  if (before.integrationType === type) return before.integration;
  const { retry_count: retryCount } = before.integration;
  return retryCount === undefined ? {} : { retry_count: retryCount };
}

/**
 * Refuses a task integration that names a workspace, workflow or task channel the account does not have, and
 * an external one without a URL. Studio flows live elsewhere and are taken as given.
 */
export async function refuseUnusableIntegration(
  db: Reader,
  accountSid: string,
  type: FlexIntegrationType,
  integration: Integration,
): Promise<void> {
  if (type === 'external' && !integration.url) throw missingParameter('Integration.Url');
  if (type !== 'task') return;
  if (!integration.workspace_sid) throw missingParameter('Integration.WorkspaceSid');
  if (!integration.workflow_sid) throw missingParameter('Integration.WorkflowSid');
  const workflow = await db
    .selectFrom('workflows')
    .select('sid')
    .where('sid', '=', integration.workflow_sid)
    .where('workspace_sid', '=', integration.workspace_sid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  if (workflow === undefined) {
    throw invalidParameter('Integration.WorkflowSid', 'the workspace has no such workflow');
  }
  const channel = integration.channel ?? 'default';
  const taskChannel = await db
    .selectFrom('task_channels')
    .select('sid')
    .where('workspace_sid', '=', integration.workspace_sid)
    .where((eb) => eb.or([eb('sid', '=', channel), eb('unique_name', '=', channel)]))
    .executeTakeFirst();
  if (taskChannel === undefined) {
    throw invalidParameter('Integration.Channel', 'the workspace has no such task channel');
  }
}
