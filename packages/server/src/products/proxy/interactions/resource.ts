// The Interaction resource of Proxy: what passed through a session.
import { z } from 'zod';
import { type Call, list, read, removal } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import { notFound } from '#kernel/errors.ts';
import type { ProxyInteractionRow } from '#storage/schema/proxy.ts';
import { requireSession } from '../sessions/find.ts';
import { presentInteraction } from './present.ts';

function placeOf({ accountSid, params }: Pick<Call, 'accountSid' | 'params'>) {
  return { accountSid, serviceSid: params['ServiceSid']!, sid: params['SessionSid']! };
}

export const interactionResource: Resource<ProxyInteractionRow> = {
  product: 'proxy',
  path: '/v1/Services/{ServiceSid}/Sessions/{SessionSid}/Interactions',
  key: 'interactions',
  present: presentInteraction,
  list: list(z.object({}), async (db, call) => {
    const session = await requireSession(db, placeOf(call));
    return {
      query: db.selectFrom('proxy_interactions').selectAll().where('session_sid', '=', session.sid),
    };
  }),
  fetch: read(async (db, call) => {
    const session = await requireSession(db, placeOf(call));
    return db
      .selectFrom('proxy_interactions')
      .selectAll()
      .where('sid', '=', call.params['Sid']!)
      .where('session_sid', '=', session.sid)
      .executeTakeFirst();
  }),
  remove: removal(async (tx, call) => {
    const session = await requireSession(tx.db, placeOf(call));
    const removed = await tx.db
      .deleteFrom('proxy_interactions')
      .where('sid', '=', call.params['Sid']!)
      .where('session_sid', '=', session.sid)
      .returning('sid')
      .executeTakeFirst();
    if (removed === undefined) throw notFound(`/Sessions/${session.sid}/Interactions/${call.params['Sid']}`);
  }),
};
