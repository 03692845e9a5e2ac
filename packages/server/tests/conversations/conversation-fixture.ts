// What tests of conversations begin with: an account of its own, its numbers, and the two trees of paths.
import type { Twilio } from 'twilio';
import { sdkClient } from '../support/clients.ts';
import type { TestAccount, TestServer } from '../support/start-server.ts';

/** The Conversations API of one version of the SDK. */
type V1 = Twilio['conversations']['v1'];

/** Both trees offer the same resources below them. */
export type Tree = Pick<V1, 'conversations' | 'participantConversations' | 'conversationWithParticipants'>;

/** An account with its client. */
export interface Desk {
  readonly server: TestServer;
  readonly account: TestAccount;
  readonly client: Twilio;
  readonly v1: V1;
  /** A number of the contact centre nobody else has. */
  number(): Promise<string>;
}

let lastNumber = 0;

/** A number no test has used before. */
export function freshNumber(): string {
  lastNumber += 1;
  return `+1555${String(2_000_000 + lastNumber)}`;
}

/** Opens an account of its own, so that tests do not meet. */
export async function openDesk(server: TestServer): Promise<Desk> {
  const account = await server.addAccount();
  const client = sdkClient(server.url, account);
  return {
    server,
    account,
    client,
    v1: client.conversations.v1,
    async number() {
      const { phoneNumber } = await client.incomingPhoneNumbers.create({ phoneNumber: freshNumber() });
      return phoneNumber;
    },
  };
}

/** The tree of the default service, and that of a service of its own. */
export async function treesOf({ v1 }: Desk): Promise<{ name: string; tree: Tree }[]> {
  const { sid } = await v1.services.create({ friendlyName: 'Own service' });
  return [
    { name: 'default service', tree: v1 },
    { name: 'named service', tree: v1.services(sid) as unknown as Tree },
  ];
}

/** The code and status of what a promise is refused with. */
export async function refusalOf(
  promise: Promise<unknown>,
): Promise<{ code: number; status: number; message: string }> {
  try {
    await promise;
  } catch (error) {
    const { code, status, message } = error as { code: number; status: number; message: string };
    return { code, status, message };
  }
  throw new Error('It was not refused');
}
