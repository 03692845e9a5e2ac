// Who acts through a browser SDK, and what his actions need of the server.
import type { TwilsockSession } from '#realtime/realtime.ts';
import type { Context } from '#server/context.ts';
import type { ConversationWebhookRow } from '#storage/schema/conversation-configuration.ts';
import type { ChatServiceRow, MessageMedia, UserRow } from '#storage/schema/threads.ts';
import type { Face, MessagePoster } from '#threads/threads.ts';

/** A user of a service whose client wants something. */
export interface ClientViewer {
  readonly service: ChatServiceRow;
  /** What the account set up for all its services; read with the service, because every change asks for it. */
  readonly accountWebhook: ConversationWebhookRow | undefined;
  readonly identity: string;
  readonly user: UserRow;
  /** The generation the client speaks, in whose codes it is refused. */
  readonly face: Face;
  /** The name of his request, by which one that comes twice is known; null when it has none. */
  readonly mutationId: string | null;
}

/** Somebody is writing something in a thread. */
export interface TypingFact {
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly threadSid: string;
  readonly identity: string;
  /** Seconds it lasts unless it is said again. */
  readonly timeout: number;
}

/** Addresses of the store of files. */
export interface MediaLinks {
  readonly media_service: string;
  readonly media_set_service: string;
}

/** What actions of clients need of the server. */
export interface ClientContext extends Pick<Context, 'clock' | 'config' | 'database' | 'log'> {
  /** Posts messages in commits that those sent at the same time share, with what is kept of their requests. */
  readonly poster: MessagePoster<ClientViewer>;
  /** Where the client uploads and downloads files: absolute URLs it can reach without Twilsock. */
  readonly mediaLinks: (viewer: ClientViewer, session: TwilsockSession, root: string) => MediaLinks;
  /** What a message keeps of these files, in their order; rejects with the refusal of those that cannot be sent. */
  readonly mediaOf: (viewer: ClientViewer, mediaSids: readonly string[]) => Promise<readonly MessageMedia[]>;
  /** How a user can be reached may have changed. */
  readonly reachabilityChanged: (userSid: string) => void;
  /** Tells everybody who is in the thread, in whichever process. */
  readonly showTyping: (fact: TypingFact) => void;
}
