// Setting rules of sending: quiet hours and caps, each for a sender, a messaging service or a Flex Flow.
import { z } from 'zod';
import { findMessagingService, findSender, isTimeZone } from '#delivery/delivery.ts';
import type { Call } from '#http/operations.ts';
import { int, text } from '#http/parameters.ts';
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import { isSid, newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { SendingRuleRow } from '#storage/schema/messaging-services.ts';

const timeOfDay = () =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'it is not a time of day such as 21:00')
    .transform((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)))
    .nullish();

const settings = {
  QuietStart: timeOfDay(),
  QuietEnd: timeOfDay(),
  TimeZone: z.string().refine(isTimeZone, 'it is not the name of a time zone').nullish(),
  DailyCap: int(1, 1_000_000).nullish(),
};

export const ruleCreate = z.object({ Subject: text(190), ...settings });
export const ruleUpdate = z.object(settings);

async function isSubject(db: Reader, accountSid: string, subject: string): Promise<boolean> {
  if (isSid(subject, 'MG')) return (await findMessagingService(db, accountSid, subject)) !== undefined;
  if (!isSid(subject, 'FO')) return (await findSender(db, accountSid, subject)) !== undefined;
  const flow = await db
    .selectFrom('flex_flows')
    .select('sid')
    .where('sid', '=', subject)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  return flow !== undefined;
}

type Rules = Pick<SendingRuleRow, 'quiet_start' | 'quiet_end' | 'time_zone' | 'daily_cap'>;

function rulesAfter(input: z.output<typeof ruleUpdate>, kept: Rules): Rules {
  const rules = {
    quiet_start: input.QuietStart === undefined ? kept.quiet_start : input.QuietStart,
    quiet_end: input.QuietEnd === undefined ? kept.quiet_end : input.QuietEnd,
    time_zone: input.TimeZone ?? kept.time_zone,
    daily_cap: input.DailyCap === undefined ? kept.daily_cap : input.DailyCap,
  };
  if ((rules.quiet_start === null) !== (rules.quiet_end === null)) {
    const missing = rules.quiet_start === null ? 'QuietStart' : 'QuietEnd';
    throw invalidParameter(missing, 'quiet hours have a start and an end');
  }
  if (rules.quiet_start !== null && rules.quiet_start === rules.quiet_end) {
    throw invalidParameter('QuietEnd', 'it is the time at which the quiet hours start');
  }
  return rules;
}

/** Sets the rules of a subject that has none: 409/99103 when it has. */
export async function createRule(
  tx: Transaction,
  { accountSid, input }: Call<z.output<typeof ruleCreate>>,
): Promise<SendingRuleRow> {
  if (!(await isSubject(tx.db, accountSid, input.Subject))) {
    throw invalidParameter('Subject', 'it is no sender, messaging service or Flex Flow of this account');
  }
  const none: Rules = { quiet_start: null, quiet_end: null, time_zone: 'UTC', daily_cap: null };
  const created = await tx.db
    .insertInto('sending_rules')
    .values({
      sid: newSid('QR'),
      account_sid: accountSid,
      subject: input.Subject,
      ...rulesAfter(input, none),
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) => conflict.columns(['account_sid', 'subject']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (created === undefined) throw apiError(99103, undefined, { parameter: 'Subject' });
  return created;
}

/** The account's rules with the SID in the path. */
export function findRule(
  db: Reader,
  call: Pick<Call, 'accountSid' | 'params'>,
): Promise<SendingRuleRow | undefined> {
  return db
    .selectFrom('sending_rules')
    .selectAll()
    .where('sid', '=', call.params['Sid'] as string)
    .where('account_sid', '=', call.accountSid)
    .executeTakeFirst();
}

async function requireRule(tx: Transaction, call: Call): Promise<SendingRuleRow> {
  const rule = await findRule(tx.db, call);
  if (rule === undefined) throw notFound(`/SendingRules/${call.params['Sid']}`);
  return rule;
}

/** Changes what is given; an emptied one is off. */
export async function updateRule(
  tx: Transaction,
  call: Call<z.output<typeof ruleUpdate>>,
): Promise<SendingRuleRow> {
  const rule = await requireRule(tx, call);
  const changes = { ...rulesAfter(call.input, rule), date_updated: tx.now };
  await tx.db.updateTable('sending_rules').set(changes).where('sid', '=', rule.sid).execute();
  return { ...rule, ...changes };
}

/** Removes the rules; what waited because of them leaves when it had become due. */
export async function deleteRule(tx: Transaction, call: Call): Promise<void> {
  const rule = await requireRule(tx, call);
  await tx.db.deleteFrom('daily_counts').where('rule_sid', '=', rule.sid).execute();
  await tx.db.deleteFrom('sending_rules').where('sid', '=', rule.sid).execute();
}
