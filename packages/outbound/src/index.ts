// What this package offers: the outbound functions and a client to run them with.
export { outboundClient } from './client.ts';
export {
  createDirectToTaskSmsChat,
  type OutboundAnswer,
  type OutboundRequest,
  type OutboundSettings,
  readOutboundRequest,
} from './create-direct-to-task-sms-chat.ts';
export { answerOutboundCall, CORS_HEADERS, type HttpAnswer } from './http-answer.ts';
export { OutboundError } from './outbound-error.ts';
