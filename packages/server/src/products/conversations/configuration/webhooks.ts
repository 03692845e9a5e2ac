// The webhooks of an account: told of what happens in all its conversations.
import { z } from 'zod';
import { type Presentation, read, write } from '#http/operations.ts';
import { oneOf } from '#http/parameters.ts';
import { action, type Route } from '#http/resource.ts';
import type { Reader } from '#storage/database.ts';
import type { ConversationWebhookRow } from '#storage/schema/conversation-configuration.ts';
import { eventNames, webhookMethod, webhookUrl } from '../webhook-parameters.ts';

type Settings = Omit<ConversationWebhookRow, 'date_created' | 'date_updated'>;

/** What holds while nothing is set: nobody is called. */
const unset = (accountSid: string): Settings => ({
  account_sid: accountSid,
  target: 'webhook',
  method: 'POST',
  filters: '[]',
  pre_webhook_url: null,
  post_webhook_url: null,
});

async function settingsOf(db: Reader, accountSid: string): Promise<Settings> {
  const found = await db
    .selectFrom('conversation_webhooks')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  return found ?? unset(accountSid);
}

function presentWebhooks(row: Settings, { base }: Presentation) {
  return {
    account_sid: row.account_sid,
    method: row.method,
    filters: JSON.parse(row.filters) as string[],
    pre_webhook_url: row.pre_webhook_url,
    post_webhook_url: row.post_webhook_url,
    target: row.target,
    url: `${base}/v1/Configuration/Webhooks`,
  };
}

const input = z.object({
  Method: webhookMethod(),
  Filters: eventNames(),
  PreWebhookUrl: webhookUrl(50077),
  PostWebhookUrl: webhookUrl(50078),
  Target: oneOf(['webhook', 'flex']).nullish(),
});

/** The columns that were said; an empty URL calls nobody, empty filters nothing. */
function columnsFrom(given: z.output<typeof input>): Partial<Settings> {
  return {
    ...(given.Method ? { method: given.Method } : {}),
    ...(given.Target ? { target: given.Target } : {}),
    ...(given.Filters === undefined ? {} : { filters: JSON.stringify(given.Filters ?? []) }),
    ...(given.PreWebhookUrl === undefined ? {} : { pre_webhook_url: given.PreWebhookUrl }),
    ...(given.PostWebhookUrl === undefined ? {} : { post_webhook_url: given.PostWebhookUrl }),
  };
}

const updateWebhooks = write(input, (tx, { accountSid, input: given }) => {
  const changes = { ...columnsFrom(given), date_updated: tx.now };
  return tx.db
    .insertInto('conversation_webhooks')
    .values({ ...unset(accountSid), date_created: tx.now, ...changes })
    .onConflict((conflict) => conflict.column('account_sid').doUpdateSet(changes))
    .returningAll()
    .executeTakeFirstOrThrow();
});

const place = { product: 'conversations', path: '/v1/Configuration/Webhooks' } as const;

export const accountWebhooks: readonly Route[] = [
  action(
    { ...place, method: 'GET' },
    read((db, { accountSid }) => settingsOf(db, accountSid)),
    presentWebhooks,
  ),
  action({ ...place, method: 'POST' }, updateWebhooks, presentWebhooks),
];
