// The front of the conversation core: what its faces (Chat, Conversations) and other products may use.

export { type Binding, type BindingWish, checkBinding } from './binding-rules.ts';
export { receiveByBinding } from './carriage/inbound.ts';
export type { TextsElsewhere } from './carriage/move-receipts.ts';
export {
  type OpenedConversation,
  type OpeningDetails,
  openConversation,
} from './carriage/open-conversation.ts';
export {
  type ConversationDefaults,
  conversationDefaults,
  defaultService,
  ensureConfiguration,
  findConfiguration,
  namedDefaultService,
} from './default-service.ts';
export { type ActingClient, beforeAction, type HookedAction } from './hooks/before-action.ts';
export { type Face, SCOPED_EVENTS, SERVICE_EVENTS } from './hooks/event-names.ts';
export { performForClient } from './hooks/perform.ts';
export type { Modification } from './hooks/pre-answer.ts';
export {
  hookConfiguration,
  hookConfigurationFrom,
  hookRetries,
  hookWord,
} from './hooks/scoped-webhook-parameters.ts';
export {
  createScopedWebhook,
  findScopedWebhook,
  listScopedWebhooks,
  type NewScopedWebhook,
  removeScopedWebhook,
  updateScopedWebhook,
} from './hooks/scoped-webhooks.ts';
export { addInvite, findInvite, listInvites, type NewInvite, removeInvite } from './invites.ts';
export { type Action, type ActionContext, isAllowed } from './is-allowed.ts';
export { MessagePoster } from './message-poster.ts';
export { findMessage, lastMessageAt, removeMessage, updateMessage } from './messages.ts';
export { actFor, carrierOrigin, clientOrigin, restOrigin, SILENT_ORIGIN } from './origin.ts';
export { listParticipantThreads, type ParticipantThread } from './participant-threads.ts';
export {
  addBoundParticipant,
  addParticipant,
  findParticipant,
  type NewBoundParticipant,
  type NewParticipant,
  removeParticipant,
  updateParticipant,
} from './participants.ts';
export { PERMISSIONS } from './permissions.ts';
export { type NewMessage, postMessage, postMessages } from './post-messages.ts';
export { threadsProduct } from './product.ts';
export {
  findBinding,
  listBindings,
  type NewBinding,
  registerBinding,
  removeBinding,
} from './push/bindings.ts';
export { pushCredentials } from './push/credential-resource.ts';
export { deliveryOf, deliverySummary } from './receipts.ts';
export { removeThread } from './remove-thread.ts';
export { removeUser } from './remove-user.ts';
export { addRole, findRole, type NewRole, removeRole, requireRoleOfType, updateRole } from './roles.ts';
export {
  type ConversationWebhooks,
  createService,
  findService,
  holdService,
  listServices,
  type NotificationKind,
  type NotificationSettings,
  removeService,
  requireService,
  type ServiceSettings,
  settingsOf,
  updateService,
} from './services.ts';
export { type TimerChange, timerColumns } from './thread-states.ts';
export {
  createThread,
  findThread,
  findThreadBySid,
  holdThread,
  type NewThread,
  type ThreadChange,
  type ThreadUpdate,
  updateThread,
} from './thread-store.ts';
export { findUserPlace, listUserPlaces, type UserPlace } from './user-places.ts';
export {
  findUserThread,
  listUserThreads,
  type UserThread,
  type UserThreadChange,
  updateUserThread,
} from './user-threads.ts';
export {
  ensureUser,
  findUser,
  type NewUser,
  updateUser,
} from './users.ts';
