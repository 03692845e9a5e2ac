// The configuration of an account: its default services, and the timers its conversations start with.
import { z } from 'zod';
import { type Presentation, read, write } from '#http/operations.ts';
import { sid, text } from '#http/parameters.ts';
import { action, type Route } from '#http/resource.ts';
import { invalidParameter } from '#kernel/errors.ts';
import type { Database, Transaction } from '#storage/database.ts';
import type { ConversationConfigurationRow } from '#storage/schema/threads.ts';
import { ensureConfiguration, findConfiguration, findService, timerColumns } from '#threads/threads.ts';
import { requireMessagingService } from '../messaging-service.ts';

function presentConfiguration(row: ConversationConfigurationRow, { base }: Presentation) {
  return {
    account_sid: row.account_sid,
    default_chat_service_sid: row.default_chat_service_sid,
    default_messaging_service_sid: row.default_messaging_service_sid,
    default_inactive_timer: row.default_inactive_timer,
    default_closed_timer: row.default_closed_timer,
    url: `${base}/v1/Configuration`,
    links: {
      service: `${base}/v1/Services/${row.default_chat_service_sid}/Configuration`,
      webhooks: `${base}/v1/Configuration/Webhooks`,
    },
  };
}

const input = z.object({
  DefaultChatServiceSid: sid('IS').nullish(),
  DefaultMessagingServiceSid: sid('MG').nullish(),
  DefaultInactiveTimer: text(64).nullish(),
  DefaultClosedTimer: text(64).nullish(),
});

/** The columns that were said: what another request changes at the same time stays changed. */
function columnsFrom(tx: Transaction, given: z.output<typeof input>): Partial<ConversationConfigurationRow> {
  const { DefaultMessagingServiceSid, DefaultInactiveTimer, DefaultClosedTimer } = given;
  const timers = timerColumns(tx, 'active', {
    inactive: DefaultInactiveTimer ?? null,
    closed: DefaultClosedTimer ?? null,
  });
  return {
    ...(DefaultMessagingServiceSid === undefined
      ? {}
      : { default_messaging_service_sid: DefaultMessagingServiceSid }),
    ...(DefaultInactiveTimer === undefined ? {} : { default_inactive_timer: timers.timer_inactive }),
    ...(DefaultClosedTimer === undefined ? {} : { default_closed_timer: timers.timer_closed }),
  };
}

/**
 * Changes what is said; an empty timer or messaging service clears it. Timers are refused as those of a conversation
 * are: 50379 and 50380 when they are no durations, 50375 and 50376 when they are too short.
 */
const updateConfiguration = write(input, async (tx, { accountSid, input: given }) => {
  await ensureConfiguration(tx, accountSid);
  const serviceSid = given.DefaultChatServiceSid;
  if (serviceSid && (await findService(tx.db, accountSid, serviceSid)) === undefined) {
    throw invalidParameter('DefaultChatServiceSid', 'the account has no such service');
  }
  await requireMessagingService(
    tx.db,
    accountSid,
    'DefaultMessagingServiceSid',
    given.DefaultMessagingServiceSid,
  );
  return tx.db
    .updateTable('conversation_configurations')
    .set({
      ...(serviceSid ? { default_chat_service_sid: serviceSid } : {}),
      ...columnsFrom(tx, given),
      date_updated: tx.now,
    })
    .where('account_sid', '=', accountSid)
    .returningAll()
    .executeTakeFirstOrThrow();
});

/** The configuration comes into being with the default service, when either is first asked for. */
export function accountConfiguration(database: Database): Route[] {
  const place = { product: 'conversations', path: '/v1/Configuration' } as const;
  const fetchConfiguration = read(async (db, { accountSid }) => {
    const found = await findConfiguration(db, accountSid);
    return found ?? database.transaction((tx) => ensureConfiguration(tx, accountSid));
  });
  return [
    action({ ...place, method: 'GET' }, fetchConfiguration, presentConfiguration),
    action({ ...place, method: 'POST' }, updateConfiguration, presentConfiguration),
  ];
}
