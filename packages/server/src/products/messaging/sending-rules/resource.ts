// Rules of sending: when and how often customers may be written to. An addition of Parley; off until it is set.
import { z } from 'zod';
import { list, type Presentation, read, removal, write } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import type { SendingRuleRow } from '#storage/schema/messaging-services.ts';
import { createRule, deleteRule, findRule, ruleCreate, ruleUpdate, updateRule } from './commands.ts';

function timeOfDay(minutes: number | null): string | null {
  if (minutes === null) return null;
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60];
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

function presentRule(row: SendingRuleRow, { base }: Presentation) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    subject: row.subject,
    quiet_start: timeOfDay(row.quiet_start),
    quiet_end: timeOfDay(row.quiet_end),
    time_zone: row.time_zone,
    daily_cap: row.daily_cap,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url: `${base}/v1/SendingRules/${row.sid}`,
  };
}

export const sendingRules: Resource<SendingRuleRow> = {
  product: 'messaging',
  path: '/v1/SendingRules',
  key: 'sending_rules',
  present: presentRule,
  create: write(ruleCreate, createRule),
  list: list(z.object({}), async (db, call) => ({
    query: db.selectFrom('sending_rules').selectAll().where('account_sid', '=', call.accountSid),
  })),
  fetch: read((db, call) => findRule(db, call)),
  update: write(ruleUpdate, updateRule),
  remove: removal(deleteRule),
};
