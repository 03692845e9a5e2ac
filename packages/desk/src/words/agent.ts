// What the agent's pages say.
export const words = {
  noSuchTask: 'This task is not with you any more.',
  noSuchActivity: 'There is no such activity.',
  noSuchConversation: 'You are not in this conversation.',
  cannotEnter: 'You could not be put into the conversation. Try again.',
  notSent: 'It was not sent.',
  unread: (count: number) =>
    count === 1 ? '1 conversation with something new' : `${count} conversations with something new`,
} as const;
