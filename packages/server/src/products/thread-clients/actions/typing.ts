// What a client may show of what it is about to say.
import { settingsOf } from '#threads/threads.ts';
import type { ClientContext, ClientViewer } from './client.ts';
import { refuseUnallowed, standingIn } from './standing.ts';

/**
 * Shows the others in a thread that the viewer is writing; 403/50107 when he is not in it. Resolves with the seconds
 * it lasts.
 */
export async function typingIn(
  clients: ClientContext,
  viewer: ClientViewer,
  { thread: name }: { readonly thread: string },
): Promise<number> {
  const standing = await standingIn(clients.database.read, viewer, name);
  refuseUnallowed(standing, viewer, 'typing.show');
  const timeout = settingsOf(viewer.service).typingIndicatorTimeout;
  clients.showTyping({
    accountSid: viewer.service.account_sid,
    serviceSid: viewer.service.sid,
    threadSid: standing.thread.sid,
    identity: viewer.identity,
    timeout,
  });
  return timeout;
}
