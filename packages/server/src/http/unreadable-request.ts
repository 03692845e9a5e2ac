// Answers to what cannot be read as a request at all, in the shape of every other refusal.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { ApiError, apiError } from '#kernel/errors.ts';
import { errorBody } from './twilio-error.ts';

function refusalOf(code: string | undefined): ApiError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return apiError(20408);
  if (code === 'HPE_HEADER_OVERFLOW') return new ApiError(20001, 431, 'The request has too many headers');
  return apiError(20001, 'The request is not well formed');
}

interface ParserError {
  readonly code?: string;
  /** What the parser was reading when it gave up. */
  readonly rawPacket?: unknown;
}

/** Refuses what the parser of Node.js gave up on, and closes the connection: what follows cannot be read either. */
export function answerUnreadable(error: ParserError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal = refusalOf(error.code);
  const body = JSON.stringify(errorBody(refusal));
  // An answer to HEAD has no body, whatever it says about one.
  const { rawPacket } = error;
  const isHead = Buffer.isBuffer(rawPacket) && rawPacket.toString('latin1', 0, 5) === 'HEAD ';
  socket.end(
    [
      `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      isHead ? '' : body,
    ].join('\r\n'),
  );
}
