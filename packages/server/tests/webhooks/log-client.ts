// The log of webhooks as an account reads it over HTTP.
import type { TestAccount, TestServer } from '../support/start-server.ts';

/** A delivery as the API tells it. */
export interface DeliveryAnswer {
  readonly sid: string;
  readonly status: string;
  readonly attempts: number;
  readonly [key: string]: unknown;
}

/** Calls an operation of the log; `path` is relative to `/webhooks/v1/Deliveries`. */
export async function callLog(
  server: TestServer,
  path: string,
  options: { method?: string; account?: TestAccount } = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const { sid, token } = options.account ?? server.account;
  const answer = await fetch(`${server.url}/webhooks/v1/Deliveries${path}`, {
    method: options.method ?? 'GET',
    headers: { authorization: `Basic ${btoa(`${sid}:${token}`)}` },
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** The deliveries a list answers with, newest first. */
export async function listLog(
  server: TestServer,
  query: Record<string, string> = {},
  account?: TestAccount,
): Promise<DeliveryAnswer[]> {
  const { body } = await callLog(
    server,
    `?${new URLSearchParams(query)}`,
    account === undefined ? {} : { account },
  );
  return body['deliveries'] as DeliveryAnswer[];
}
