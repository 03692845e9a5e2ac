// What services of Programmable Chat can want to be asked about.

export const PRE = [
  'onMessageSend',
  'onMessageUpdate',
  'onMessageRemove',
  'onChannelAdd',
  'onChannelUpdate',
  'onChannelDestroy',
  'onMemberAdd',
  'onMemberRemove',
  'onUserUpdate',
];
