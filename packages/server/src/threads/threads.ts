// The front of the conversation core: what its faces (Chat, Conversations) and other products may use.

export { MessagePoster } from './message-poster.ts';
export { findMessage, removeMessage, updateMessage } from './messages.ts';
export {
  addParticipant,
  findParticipant,
  type NewParticipant,
  removeParticipant,
  updateParticipant,
} from './participants.ts';
export { PERMISSIONS } from './permissions.ts';
export { type NewMessage, postMessage, postMessages } from './post-messages.ts';
export {
  createService,
  findService,
  type NotificationKind,
  type NotificationSettings,
  removeService,
  requireService,
  type ServiceSettings,
  settingsOf,
  updateService,
} from './services.ts';
export {
  createThread,
  findThread,
  findThreadBySid,
  type NewThread,
  removeThread,
  type ThreadChange,
  updateThread,
} from './thread-store.ts';
export {
  ensureUser,
  findUser,
  type NewUser,
  removeUser,
  updateUser,
} from './users.ts';
