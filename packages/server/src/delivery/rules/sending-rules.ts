// The rules of sending an account has set: quiet hours and caps of senders, messaging services and Flex Flows.
import type { Reader } from '#storage/database.ts';
import type { SendingRuleRow } from '#storage/schema/messaging-services.ts';

/** What a message has that rules can be about. */
export interface RuledMessage {
  readonly accountSid: string;
  readonly from: string;
  readonly to: string;
  readonly messagingServiceSid?: string | null | undefined;
  readonly flowSid?: string | null | undefined;
}

/** Rules with the address of the Flex Flow they are about, where they are about one. */
export interface SendingRule extends SendingRuleRow {
  /** Who writes in a channel of the flow sends from its address, so that names the flow. */
  readonly flow_address: string | null;
}

/** The rules of these accounts; most have none. */
export function rulesOf(db: Reader, accountSids: readonly string[]): Promise<SendingRule[]> {
  return db
    .selectFrom('sending_rules')
    .leftJoin('flex_flows', 'flex_flows.sid', 'sending_rules.subject')
    .selectAll('sending_rules')
    .select('flex_flows.contact_identity as flow_address')
    .where('sending_rules.account_sid', 'in', [...new Set(accountSids)])
    .orderBy('sending_rules.sid')
    .execute();
}

/** Those of the rules that are about the message. */
export function rulesFor(rules: readonly SendingRule[], message: RuledMessage): SendingRule[] {
  const subjects = new Set([message.from, message.messagingServiceSid, message.flowSid]);
  return rules.filter(
    (rule) =>
      rule.account_sid === message.accountSid &&
      (subjects.has(rule.subject) || rule.flow_address === message.from),
  );
}
