// Active conversations with a customer at an address in which nobody is left who could answer: no agent, no task, no
// interaction, no program. They keep the pair of addresses taken, so that the customer cannot be reached anew (50416).
import type { Reader } from '#storage/database.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import { actFor, findThreadBySid, restOrigin, settingsOf, updateThread } from '#threads/threads.ts';
import { conversationsWithTask } from './conversation-links.ts';
import { defineRule, pageOf } from './rule.ts';
import { waitingConversations } from './waiting-conversations.ts';

type Conversation = Pick<ThreadRow, 'sid' | 'service_sid' | 'date_updated'>;

/** Conversations without anybody who takes part through a client; Flex channels have rules of their own. */
function withoutClients(db: Reader, accountSid: string) {
  return db
    .selectFrom('threads')
    .select(['sid', 'service_sid', 'date_updated', 'members_count', 'bound_count'])
    .where('account_sid', '=', accountSid)
    .where('state', '=', 'active')
    .where('bound_count', '>', 0);
}

const nobodyElse = (rows: readonly (Conversation & Pick<ThreadRow, 'members_count' | 'bound_count'>)[]) =>
  rows.filter((row) => row.members_count <= row.bound_count);

/** Those that a scoped webhook, an interaction or a Flex channel takes care of. */
async function caredFor(db: Reader, sids: readonly string[]): Promise<ReadonlySet<string>> {
  const [webhooks, interactions, channels] = await Promise.all([
    db.selectFrom('scoped_webhooks').select('thread_sid').where('thread_sid', 'in', sids).execute(),
    db
      .selectFrom('flex_interaction_channels')
      .select('thread_sid')
      .where('thread_sid', 'in', sids)
      .where('status', 'in', ['setup', 'active', 'pause', 'transfer', 'inactive'])
      .execute(),
    db.selectFrom('flex_channels').select('sid as thread_sid').where('sid', 'in', sids).execute(),
  ]);
  return new Set([...webhooks, ...interactions, ...channels].map((row) => row.thread_sid));
}

/** Whether a webhook asks or tells somebody: without filters it is silent, whatever its URL. */
function isHeard(
  filters: readonly string[] | null | undefined,
  ...urls: (string | null | undefined)[]
): boolean {
  return (filters ?? []).length > 0 && urls.some((url) => url !== null && url !== undefined && url !== '');
}

/** The services whose conversations a program hears of, by a webhook of the account or of the service. */
async function servicesWithProgram(db: Reader, accountSid: string, serviceSids: readonly string[]) {
  const [account, services] = await Promise.all([
    db
      .selectFrom('conversation_webhooks')
      .select(['post_webhook_url', 'pre_webhook_url', 'filters'])
      .where('account_sid', '=', accountSid)
      .executeTakeFirst(),
    db.selectFrom('chat_services').selectAll().where('sid', 'in', serviceSids).execute(),
  ]);
  if (account !== undefined) {
    const filters = JSON.parse(account.filters) as string[];
    if (isHeard(filters, account.post_webhook_url, account.pre_webhook_url)) return new Set(serviceSids);
  }
  const heard = services.filter((service) => {
    const { preWebhookUrl, postWebhookUrl, webhookFilters, conversationWebhooks } = settingsOf(service);
    const { filters, preWebhookUrl: pre, postWebhookUrl: post } = conversationWebhooks;
    return isHeard(webhookFilters, preWebhookUrl, postWebhookUrl) || isHeard(filters, pre, post);
  });
  return new Set(heard.map(({ sid }) => sid));
}

export const conversationWithoutAgent = defineRule<Conversation>({
  name: 'conversation-without-agent',
  async page(db, { accountSid, after, size }) {
    const rows = await withoutClients(db, accountSid)
      .where('sid', '>', after)
      .orderBy('sid')
      .limit(size + 1)
      .execute();
    const page = pageOf(rows, size, ({ sid }) => sid);
    return { ...page, rows: nobodyElse(page.rows) };
  },
  async hold(tx, accountSid, sid) {
    const held = await tx.db
      .updateTable('threads')
      .set((eb) => ({ version: eb.ref('version') }))
      .where('sid', '=', sid)
      .where('account_sid', '=', accountSid)
      .where('state', '=', 'active')
      .returning('sid')
      .executeTakeFirst();
    if (held === undefined) return [];
    return nobodyElse(await withoutClients(tx.db, accountSid).where('sid', '=', sid).execute());
  },
  async judge(db, rows, { accountSid, now, limits }) {
    const quiet = rows.filter((row) => row.date_updated <= now - limits['conversation-without-agent']);
    if (quiet.length === 0) return [];
    const sids = quiet.map(({ sid }) => sid);
    const services = [...new Set(quiet.map((row) => row.service_sid))];
    const [cared, worked, waiting, heard] = await Promise.all([
      caredFor(db, sids),
      conversationsWithTask(db, sids),
      waitingConversations(db, accountSid, sids),
      servicesWithProgram(db, accountSid, services),
    ]);
    return quiet
      .filter(({ sid }) => !cared.has(sid) && !worked.has(sid) && !waiting.has(sid))
      .filter((row) => !heard.has(row.service_sid))
      .map((row) => ({
        subjectSid: row.sid,
        related: {},
        since: row.date_updated,
        fault: 'The conversation is active and nobody is in it who could answer its customer',
        remedy: 'close-conversation' as const,
      }));
  },
  async mend(tx, { accountSid, subjectSid }) {
    const thread = await findThreadBySid(tx.db, accountSid, subjectSid);
    if (thread === undefined) return;
    actFor(tx, restOrigin({ isWebhookEnabled: true }));
    await updateThread(tx, thread, {}, { state: 'closed', face: 'conversations' });
  },
});
