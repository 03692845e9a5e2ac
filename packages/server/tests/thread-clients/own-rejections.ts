// Rejections the packages under test leave unhandled by themselves, which say nothing about the server.
import { afterAll, beforeAll } from 'vitest';

const EVENT = 'unhandledRejection';

/**
 * Overlooks, in the tests of a file, rejections nobody handles whose message the pattern matches: older packages
 * reject promises of their own when a token is refused, and give applications no hold of them.
 */
export function overlookRejections(pattern: RegExp): void {
  let before: NodeJS.UnhandledRejectionListener[] = [];
  const listen: NodeJS.UnhandledRejectionListener = (reason, promise) => {
    if (reason instanceof Error && pattern.test(reason.message)) return;
    for (const listener of before) listener(reason, promise);
  };
  beforeAll(() => {
    before = process.listeners(EVENT);
    process.removeAllListeners(EVENT);
    process.on(EVENT, listen);
  });
  afterAll(() => {
    process.off(EVENT, listen);
    for (const listener of before) process.on(EVENT, listener);
  });
}
