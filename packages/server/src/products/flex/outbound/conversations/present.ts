// The JSON of a call: its record, or what the look before it found.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { OutboundConversationRow } from '#storage/schema/outbound.ts';
import { type Check, isClear } from '../preflight/check.ts';
import type { Target } from '../routing-target.ts';

const dateOrNull = (at: number | null) => (at === null ? null : isoDate(at));

function presentRouting(routing: string) {
  const target = JSON.parse(routing) as Target;
  return {
    workspace_sid: target.workspaceSid,
    workflow_sid: target.workflowSid,
    queue_sid: target.queueSid,
    worker_sid: target.workerSid,
    reply_to: target.isToSameAgent ? 'same-agent' : 'anyone',
    task_channel: target.taskChannel,
    priority: target.priority,
    timeout: target.timeout,
    attributes: target.attributes,
  };
}

/** The record of a call. */
export function presentRecord(row: OutboundConversationRow, { base }: Presentation) {
  const url = `${base}/v1/Conversations/${row.sid}`;
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    bulk_sid: row.bulk_sid,
    generation: row.generation,
    mode: row.mode,
    outcome: row.outcome,
    status: row.status,
    channel: row.channel,
    to: row.to_address,
    from: row.from_address,
    customer_name: row.customer_name,
    author: row.author,
    conversation_sid: row.conversation_sid,
    chat_service_sid: row.service_sid,
    message_sid: row.message_sid,
    flex_flow_sid: row.flex_flow_sid,
    proxy_service_sid: row.proxy_service_sid,
    proxy_session_sid: row.session_sid,
    interaction_sid: row.interaction_sid,
    interaction_channel_sid: row.interaction_channel_sid,
    workspace_sid: row.workspace_sid,
    task_sid: row.task_sid,
    worker_sid: row.worker_sid,
    routing: presentRouting(row.routing),
    encoding: row.encoding,
    segments: row.segments,
    status_callback: row.status_callback,
    error_code: row.error_code,
    error_message: row.error_message,
    date_expires: dateOrNull(row.expires_at),
    date_answered: dateOrNull(row.date_answered),
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url,
  };
}

/** What the look before a call found. */
export function presentChecks(checks: readonly Check[]) {
  return {
    ok: isClear(checks),
    checks: checks.map(({ check, verdict, code, message, details }) => ({
      check,
      verdict,
      code,
      message,
      details,
    })),
  };
}
