// The functions over HTTP: JSON in, JSON out, and the headers a browser needs.
import type { Twilio } from 'twilio';
import {
  createDirectToTaskSmsChat,
  type OutboundSettings,
  readOutboundRequest,
} from './create-direct-to-task-sms-chat.ts';
import { initiateOutboundTask, readOutboundTaskRequest } from './initiate-outbound-task.ts';
import { type OutboundError, outboundError } from './outbound-error.ts';

/** An HTTP answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Headers of every answer, so that a page of another origin may call. */
export const CORS_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'OPTIONS, POST',
  'access-control-allow-headers': 'Content-Type, Authorization',
};

function reasonOf({ status, message, code, details, leftBehind }: OutboundError): Record<string, unknown> {
  return {
    status,
    ...(code === undefined ? {} : { code }),
    message,
    ...(details === undefined ? {} : { details }),
    ...(leftBehind === undefined ? {} : { leftBehind }),
  };
}

/** Runs the outbound function for a decoded JSON body. It never throws: failures are answers with their reason. */
export async function answerOutboundCall(
  client: Twilio,
  body: unknown,
  settings: OutboundSettings = {},
): Promise<HttpAnswer> {
  try {
    const answer = await createDirectToTaskSmsChat(client, readOutboundRequest(body), settings);
    return { status: 200, body: { ...answer } };
  } catch (error) {
    const failure = outboundError(error);
    return { status: failure.status, body: reasonOf(failure) };
  }
}

/** The same for the successor, whose failures list everything that is wrong in `errors`. */
export async function answerOutboundTaskCall(
  client: Twilio,
  body: unknown,
  settings: OutboundSettings = {},
): Promise<HttpAnswer> {
  try {
    const answer = await initiateOutboundTask(client, readOutboundTaskRequest(body), settings);
    return { status: 200, body: { ...answer } };
  } catch (error) {
    const failure = outboundError(error);
    return {
      status: failure.status,
      body: { ...reasonOf(failure), errors: failure.errors ?? [failure.message] },
    };
  }
}
