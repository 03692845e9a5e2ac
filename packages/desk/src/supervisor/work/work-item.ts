// A task as the things that can be done to it need it.
import { channelName } from '#desk/words/channels.ts';
import { conversationIn, customerIn } from '../basis/customer-name.ts';
import { attributesOf, type TaskRecord } from '../basis/taskrouter.ts';

export interface WorkItem {
  readonly taskSid: string;
  /** Its customer. */
  readonly name: string;
  readonly channel: string;
  readonly priority: number;
  readonly isWaiting: boolean;
  /** An agent has accepted it and can hand it over. */
  readonly isHeld: boolean;
  /** The worker who has it; null where nobody does, or where it was not asked for. */
  readonly holderSid: string | null;
  readonly conversationSid: string | null;
  /** It is an invite to a conversation of the present generation. */
  readonly isConversation: boolean;
}

/** What of a task its actions need. */
export function workItem(task: TaskRecord, holderSid: string | null = null): WorkItem {
  return {
    taskSid: task.sid,
    name: customerIn(task).name,
    channel: channelName(task.task_channel_unique_name),
    priority: task.priority,
    isWaiting: task.assignment_status === 'pending' || task.assignment_status === 'reserved',
    isHeld: task.assignment_status === 'assigned' || holderSid !== null,
    holderSid,
    conversationSid: conversationIn(task),
    isConversation: typeof attributesOf(task)['flexInteractionChannelSid'] === 'string',
  };
}
