// A service with webhooks, and a receiver of them that checks every signature with the official library.
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { expect, onTestFinished } from 'vitest';
import { type Received, type Receiver, startReceiver } from '../../webhooks/receiver.ts';
import type { ChatFixture } from '../chat-fixture.ts';
import { actingClient } from './acting-client.ts';

/** Settings of a service's webhooks beside their URLs. */
export interface HookSetup {
  readonly filters: readonly string[];
  readonly method?: 'GET' | 'POST';
  readonly retries?: number;
}

/** What the receiver was told, in the words of the event and the parameters that matter. */
export type Told = Record<string, string>;

/** The parameters of a request: in its form, or in its query. */
export function parametersOf(request: Received): Told {
  if (request.method === 'POST') return request.form;
  return Object.fromEntries(new URL(request.url).searchParams);
}

/** Sets up a service whose webhooks go to a receiver of its own until the test ends, `/pre` and `/post` apart. */
export async function hookedService(fixture: ChatFixture, setup: HookSetup) {
  const { server } = fixture;
  const receiver: Receiver = await startReceiver();
  onTestFinished(() => receiver.close());
  const service = await fixture.newService();
  const { method = 'POST', retries = 0 } = setup;
  const { sid: serviceSid } = await service.update({
    preWebhookUrl: `${receiver.url}/pre`,
    postWebhookUrl: `${receiver.url}/post`,
    webhookMethod: method,
    webhookFilters: [...setup.filters],
    preWebhookRetryCount: retries,
    postWebhookRetryCount: retries,
  });
  const isSigned = ({ headers, url, method: used, form }: Received) =>
    validateRequest(
      server.account.token,
      headers['x-twilio-signature'] as string,
      url,
      used === 'POST' ? form : {},
    );
  return {
    service,
    serviceSid,
    receiver,
    client: (identity: string) => actingClient(server, serviceSid, identity),
    /** What was asked before, or told after, so far; every request must be signed. */
    told(moment: 'pre' | 'post'): Told[] {
      expect(receiver.requests.every(isSigned)).toBe(true);
      return receiver.requests.filter(({ url }) => url.includes(`/${moment}`)).map(parametersOf);
    },
    /** The deliveries in the account's log about this thread or user, newest first. */
    async log(subjectSid: string) {
      const rows = await server.context.database.read
        .selectFrom('webhook_deliveries')
        .select(['event_type', 'status', 'attempts', 'error', 'response_status'])
        .where('account_sid', '=', server.account.sid)
        .where('subject_sid', '=', subjectSid)
        .orderBy('sid', 'desc')
        .execute();
      return rows;
    },
  };
}
