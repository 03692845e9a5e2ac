// What this package offers: the outbound functions, their set-up, and a client to run them with.
export { outboundClient } from './client.ts';
export type { OpenConversation } from './conversations/open-conversation.ts';
export { type OpenNowAnswer, type OpenNowRequest, openNow } from './conversations/open-now.ts';
export type { ReplyHandler } from './conversations/reply-hook.ts';
export type { ConversationRequest, FirstMessage, Routing } from './conversations/request.ts';
export { type ReplyAnswer, type ReplyRouting, routeReply } from './conversations/route-reply.ts';
export {
  type SendAndWaitAnswer,
  type SendAndWaitRequest,
  sendAndWait,
} from './conversations/send-and-wait.ts';
export {
  createDirectToTaskSmsChat,
  type OutboundAnswer,
  type OutboundRequest,
  type OutboundSettings,
  readOutboundRequest,
} from './create-direct-to-task-sms-chat.ts';
export {
  answerOutboundCall,
  answerOutboundTaskCall,
  CORS_HEADERS,
  type HttpAnswer,
} from './http-answer.ts';
export {
  initiateOutboundTask,
  type OutboundTaskAnswer,
  type OutboundTaskRequest,
  readOutboundTaskRequest,
} from './initiate-outbound-task.ts';
export { OutboundError } from './outbound-error.ts';
export { type SetUpAnswer, type SetUpWish, setUpDirectToTask } from './set-up/set-up.ts';
