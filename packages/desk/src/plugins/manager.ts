// The manager plugins get: the SDK objects as they are, the store, the texts, and who is signed in.
import type { Client } from '@twilio/conversations';
import type { Reducer } from 'redux';
import type { Worker } from 'twilio-taskrouter';
import type { LiveClients } from '#desk/live/clients.ts';
import { addReducer, deskState, store } from '#desk/state/store.ts';
import { strings } from './strings.ts';

export interface Manager {
  /** The TaskRouter.js worker; null for people who take no work. */
  readonly workerClient: Worker | null;
  readonly conversationsClient: Client;
  /** The name of it in Flex UI 1.x. */
  readonly chatClient: Client;
  readonly store: typeof store & { addReducer(name: string, reducer: Reducer): void };
  /** Texts by name; what a plugin sets here is what it reads here. */
  readonly strings: Record<string, string>;
  readonly user: {
    readonly identity: string;
    readonly fullName: string;
    readonly roles: readonly string[];
    readonly token: string;
  };
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** The manager of this desk. */
export function createManager({ worker, conversations, accessToken }: LiveClients): Manager {
  const { user } = deskState().session;
  return {
    workerClient: worker,
    conversationsClient: conversations,
    chatClient: conversations,
    store: Object.assign(store, { addReducer }),
    strings,
    user: {
      identity: user?.identity ?? '',
      fullName: user?.fullName ?? '',
      roles: user === null ? [] : [user.role],
      get token() {
        return accessToken();
      },
    },
    configuration: { accountSid: user?.accountSid, workspaceSid: user?.workspaceSid },
  };
}
