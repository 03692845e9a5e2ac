// Hands what was written to the action that sends it, and gives it back when nothing came of it.
import { invokeAction } from '#desk/actions/actions.ts';
import { deskState } from '#desk/state/store.ts';
import { notifyFailure } from '#desk/ui/Toasts.tsx';

export interface Written {
  readonly conversationSid: string;
  readonly body: string;
  readonly files: readonly File[];
}

/** Sends; `giveBack` is called when a plugin kept it from being sent. What the server refuses stays in the log. */
export function postMessage({ conversationSid, body, files }: Written, giveBack: () => void): void {
  const pendingId = crypto.randomUUID();
  const isInLog = () =>
    deskState().conversations.bySid[conversationSid]?.pending.some(({ id }) => id === pendingId) === true;
  invokeAction('SendMessage', { conversationSid, body, files, pendingId }).then(
    (index) => {
      if (index === undefined && !isInLog()) giveBack();
    },
    (error: unknown) => {
      if (isInLog()) return;
      giveBack();
      notifyFailure(error);
    },
  );
}
