// Feedback on a message: the sender reports whether the recipient acted on it.
import { z } from 'zod';
import { write } from '#http/operations.ts';
import { oneOf } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { rfc2822Date } from '#kernel/dates.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';
import { requireMessage } from '../messages/commands.ts';
import { ACCOUNT_PATH } from '../own-account.ts';

const feedbackCreate = z.object({ Outcome: oneOf(['confirmed', 'unconfirmed']).nullish() });

function presentFeedback(row: CarrierMessageRow) {
  return {
    account_sid: row.account_sid,
    message_sid: row.sid,
    outcome: row.feedback ?? 'unconfirmed',
    date_created: rfc2822Date(row.date_updated),
    date_updated: rfc2822Date(row.date_updated),
    uri: `/2010-04-01/Accounts/${row.account_sid}/Messages/${row.sid}/Feedback.json`,
  };
}

export const feedback: Resource<CarrierMessageRow> = {
  product: 'api',
  path: `${ACCOUNT_PATH}/Messages/{MessageSid}/Feedback.json`,
  key: 'feedback',
  paging: '2010',
  present: presentFeedback,
  create: write(
    feedbackCreate,
    async (tx, call): Promise<CarrierMessageRow> => {
      const message = await requireMessage(tx.db, call, 'MessageSid');
      const given = { feedback: call.input.Outcome ?? 'confirmed', date_updated: tx.now } as const;
      await tx.db.updateTable('carrier_messages').set(given).where('sid', '=', message.sid).execute();
      return { ...message, ...given };
    },
    { status: 200 },
  ),
};
