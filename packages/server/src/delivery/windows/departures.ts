// What happens to messages when they are accepted: templates become words and files, and who asked to be told at once is
// told that the window is over.
import { apiError } from '#kernel/errors.ts';
import { renderTemplates, type Templated } from '#server/content/content.ts';
import type { Transaction } from '#storage/database.ts';
import { refuseOutsideWindow } from './windows.ts';

/** A message as it is accepted. */
interface AcceptedMessage extends Templated {
  readonly from: string;
  readonly messageTag?: string | null | undefined;
  /** When it is to leave; at once when not given. */
  readonly sendAt?: number | null;
  /** Set by who can be told at once: what cannot be sent is refused with an error. */
  readonly isRefusedAloud?: boolean;
  /** Set by who wants to hear at once, and not from a receipt, that the window of the customer is over. */
  readonly isWindowStrict?: boolean;
}

/** Codes of a request that is wrong in itself, by the parameter at fault. The others come from the channel, later. */
const PARAMETER_AT_FAULT: Readonly<Record<number, string>> = {
  21617: 'ContentVariables',
  21656: 'ContentVariables',
  21658: 'ContentVariables',
};
const NO_TEMPLATE = 63027;

/**
 * The messages as they leave, in their order: with the words of their templates, or the code they fail with. Refused
 * are, for callers that are told at once, 21655 for a template the account does not have, 21656 and 21658 for values
 * that cannot be used, 21617 for a text that became too long, and what `refuseOutsideWindow` says.
 */
export async function prepareDepartures<Message extends AcceptedMessage>(
  tx: Transaction,
  messages: readonly Message[],
): Promise<readonly Message[]> {
  const prepared = await renderTemplates(tx.db, messages);
  for (const [position, message] of prepared.entries()) {
    if (message.isRefusedAloud && messages[position]!.refusedWith === undefined) {
      refuseBadTemplate(message.refusedWith);
    }
    // A service has yet to choose the sender of what has none, and with it the window.
    if (message.isWindowStrict && message.from !== '') {
      await refuseOutsideWindow(tx.db, message.sendAt ?? tx.now, message);
    }
  }
  return prepared;
}

function refuseBadTemplate(code: number | undefined): void {
  if (code === NO_TEMPLATE) throw apiError(21655, undefined, { parameter: 'ContentSid' });
  const parameter = code === undefined ? undefined : PARAMETER_AT_FAULT[code];
  if (parameter !== undefined) throw apiError(code as 21617 | 21656 | 21658, undefined, { parameter });
}
