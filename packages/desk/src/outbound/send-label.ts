// What the button says: what will happen when it is pressed, or why nothing can.
import { words as all } from '#desk/words/outbound.ts';
import type { OutboundWish } from './wish.ts';

const words = all.send;

/** What decides about the button. */
interface SendState {
  readonly wish: Pick<OutboundWish, 'mode' | 'ifOpen' | 'route'>;
  /** The agent takes work now. */
  readonly isAvailable: boolean;
}

/** Whether the conversation is to come to the agent's own desk now. */
export function opensHere({ mode, ifOpen, route }: SendState['wish']): boolean {
  if (ifOpen === 'append') return false;
  return route.kind === 'me' && (mode === 'open-now' || ifOpen === 'take-over');
}

/** The words on the button. */
export function sendLabel({ wish, isAvailable }: SendState): string {
  const { mode, ifOpen, route } = wish;
  if (ifOpen === 'append') return words.append;
  if (ifOpen === 'take-over') return isAvailable ? words.takeOver : words.takeOverAvailable;
  if (ifOpen === 'reuse') return words.goOn;
  if (mode === 'send-and-wait') return words.wait;
  if (route.kind !== 'me') return words.hand;
  return isAvailable ? words.open : words.openAvailable;
}
