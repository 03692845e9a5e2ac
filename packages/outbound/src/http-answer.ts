// The function over HTTP: JSON in, JSON out, and the headers a browser needs.
import type { Twilio } from 'twilio';
import {
  createDirectToTaskSmsChat,
  type OutboundSettings,
  readOutboundRequest,
} from './create-direct-to-task-sms-chat.ts';
import { outboundError } from './outbound-error.ts';

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
    const { status, code, message } = outboundError(error);
    return { status, body: { status, ...(code === undefined ? {} : { code }), message } };
  }
}
