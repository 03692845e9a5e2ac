// What tests of attachments begin with: an account with a service, a user's token, and the endpoints by name.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Twilio } from 'twilio';
import { accessToken, addKey } from '../realtime/token-fixture.ts';
import { sdkClient } from '../support/clients.ts';
import type { TestAccount, TestServer } from '../support/start-server.ts';

/** An attachment as the Media Content Service tells of it. */
export interface MediaRecord {
  sid: string;
  service_sid: string;
  channel_sid: string | null;
  message_sid: string | null;
  size: number;
  content_type: string;
  filename: string | null;
  category: string;
  author: string;
  url: string;
  links: { content: string; content_direct_temporary: string | null };
}

/** An account with a service of its own. */
export interface MediaDesk {
  readonly server: TestServer;
  readonly account: TestAccount;
  readonly client: Twilio;
  readonly serviceSid: string;
  /** Address of the service at the Media Content Service. */
  readonly address: string;
  /** Headers of a program. */
  readonly basic: Record<string, string>;
  /** Headers of a user of the service. */
  token(identity?: string, serviceSid?: string, ttl?: number): Promise<Record<string, string>>;
  upload(
    body: BodyInit,
    options?: { type?: string | null; query?: string; headers?: Record<string, string> },
  ): Promise<Response>;
  /** Uploads a text and returns its record. */
  file(text?: string, query?: string): Promise<MediaRecord>;
}

/** Opens an account of its own, so that tests do not meet. */
export async function openMediaDesk(server: TestServer): Promise<MediaDesk> {
  const account = await server.addAccount();
  const client = sdkClient(server.url, account);
  const { sid: serviceSid } = await client.conversations.v1.services.create({ friendlyName: 'With files' });
  const key = await addKey(server, account);
  const basic = {
    authorization: `Basic ${Buffer.from(`${account.sid}:${account.token}`).toString('base64')}`,
  };
  const address = `${server.url}/mcs/v1/Services/${serviceSid}`;
  const desk: MediaDesk = {
    server,
    account,
    client,
    serviceSid,
    address,
    basic,
    async token(identity = 'anna', chatServiceSid = serviceSid, ttl = 3_600) {
      return {
        'x-twilio-token': accessToken({ accountSid: account.sid, key, identity, chatServiceSid, ttl }),
      };
    },
    upload(body, { type = 'text/plain', query = '', headers = basic } = {}) {
      return fetch(`${address}/Media${query}`, {
        method: 'POST',
        body,
        headers: { ...headers, ...(type === null ? {} : { 'content-type': type }) },
      });
    },
    async file(text = 'Hello', query = '') {
      const answer = await desk.upload(text, { query });
      if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as MediaRecord;
    },
  };
  return desk;
}

/** The files below the data folder of a server, those that are still arriving included. */
export async function filesOf({ context }: TestServer): Promise<string[]> {
  const folder = join(context.config.dataFolder, 'media');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** What an answer is refused with. */
export async function refusal(answer: Response): Promise<string> {
  const body = (await answer.json()) as { code: number; status: number };
  if (body.status !== answer.status)
    throw new Error(`the body says ${body.status}, the line ${answer.status}`);
  return `${body.status}/${body.code}`;
}
