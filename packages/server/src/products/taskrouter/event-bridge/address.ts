// Where the event bridge is found: one address for its WebSocket and its calls, and the longer one of older clients.

import { apiError } from '#kernel/errors.ts';
import type { Actor } from './actor.ts';

/** The address, as routed. */
export const BRIDGE_PATH = '/event-bridge/v1/wschannels';

const LONG_PATH = new RegExp(`^${BRIDGE_PATH}/([^/]+)/([^/]+)$`);

/** Whether a path is the event bridge. */
export function isBridgePath(path: string): boolean {
  return path === BRIDGE_PATH || LONG_PATH.test(path);
}

/** 403/20006 when an address names another account or channel than the token of the caller. */
export function refuseForeignPath(path: string, actor: Actor): void {
  const named = LONG_PATH.exec(path);
  if (named !== null && (named[1] !== actor.accountSid || named[2] !== actor.channel)) {
    throw apiError(20006, 'The address names another account or channel than the token');
  }
}
