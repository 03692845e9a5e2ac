// The front of actions: everything a client of a user may ask for, each refused unless his roles allow it (403/50107)
// and his service's pre-event webhooks agree (50056, 50057). Names of threads are SIDs or unique names; what is not
// there, or is somebody else's, is 404.
export type { ClientContext, ClientViewer, MediaLinks, TypingFact } from './client.ts';
export { deleteMessage, editMessage, type MessageEdit, type SentMessage, sendMessage } from './messages.ts';
export {
  type AddedParticipant,
  addParticipant,
  declineInvite,
  editParticipant,
  inviteUser,
  joinThread,
  leaveThread,
  removeParticipant,
} from './participants.ts';
export { keepResults, onceOnly } from './perform.ts';
export { type PlaceChange, updatePlace } from './places.ts';
export {
  permissionsOf,
  requireMessages,
  requireReadable,
  type Standing,
} from './standing.ts';
export { createThread, deleteThread, editThread, type ThreadEdit, type ThreadWish } from './threads.ts';
export { typingIn } from './typing.ts';
export { editUser, type UserEdit } from './users.ts';
export { viewerOf } from './viewer.ts';
