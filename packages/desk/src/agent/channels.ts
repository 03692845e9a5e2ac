// The channel a customer comes through, and what it is called.
import type { TaskEntry } from '#desk/state/tasks.ts';
import { channelName } from '#desk/words/channels.ts';

/** The channel's name in TaskRouter and Flex, in small letters. */
export function channelOf({ attributes, channel }: Pick<TaskEntry, 'attributes' | 'channel'>): string {
  const type = attributes['channelType'];
  return (typeof type === 'string' && type !== '' ? type : channel).toLowerCase();
}

/** How a task came: its channel, and its queue where it went through one. */
export function wayOf(task: Pick<TaskEntry, 'attributes' | 'channel' | 'queueName'>): string {
  return [channelName(channelOf(task)), task.queueName].filter(Boolean).join(' · ');
}
