// What the channels are called that customers write on.

const NAMES: Readonly<Record<string, string>> = {
  sms: 'SMS',
  whatsapp: 'WhatsApp',
  messenger: 'Messenger',
  facebook: 'Messenger',
  rcs: 'RCS',
  line: 'LINE',
  email: 'E-mail',
  web: 'Web chat',
  chat: 'Web chat',
  voice: 'Voice',
  video: 'Video',
  custom: 'Other',
  default: 'Task',
};

/** A channel of TaskRouter, Flex or Conversations in the words of people; its own name where it is an unknown one. */
export function channelName(channel: string): string {
  return NAMES[channel] ?? channel;
}
