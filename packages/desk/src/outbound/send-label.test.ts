// What the button says.
import { describe, expect, it } from 'vitest';
import { opensHere, sendLabel } from './send-label.ts';
import type { IfOpen, Mode, Route } from './wish.ts';

const ME: Route = { kind: 'me', workerSid: 'WK1' };
const QUEUE: Route = { kind: 'queue', sid: 'WQ1' };

describe('sendLabel', () => {
  it.each<[Mode, Route, IfOpen | null, boolean, string, boolean]>([
    ['open-now', ME, null, true, 'Send and open', true],
    ['open-now', ME, null, false, 'Go available, send and open', true],
    ['open-now', QUEUE, null, false, 'Send and hand over', false],
    ['send-and-wait', ME, null, false, 'Send and wait', false],
    ['open-now', ME, 'append', false, 'Add to the conversation', false],
    ['open-now', ME, 'take-over', true, 'Take over and send', true],
    ['send-and-wait', ME, 'take-over', false, 'Go available, take over and send', true],
    ['open-now', ME, 'reuse', true, 'Send in this conversation', true],
  ])('%s %o %s, available: %s', (mode, route, ifOpen, isAvailable, label, isHere) => {
    const wish = { mode, route, ifOpen };
    expect(sendLabel({ wish, isAvailable })).toBe(label);
    expect(opensHere(wish)).toBe(isHere);
  });
});
