// The Session resource of Proxy.
import { z } from 'zod';
import { type Call, list, read, removal, write } from '#http/operations.ts';
import { date, int, oneOf, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import type { ProxySessionRow } from '#storage/schema/proxy.ts';
import type { ProxyHooks } from '../hooks.ts';
import { readParticipants } from '../participants/new-participant.ts';
import { requireService } from '../services/commands.ts';
import { createSession, removeSession } from './commands.ts';
import { findSession, type SessionPlace } from './find.ts';
import { LONGEST_TTL } from './lifetime.ts';
import { presentSession } from './present.ts';
import { updateSession } from './update-session.ts';

const sessionCreate = z.object({
  UniqueName: text(191).nullish(),
  DateExpiry: date().nullish(),
  Ttl: int(0, LONGEST_TTL).nullish(),
  Mode: oneOf(['message-only', 'voice-only', 'voice-and-message']).nullish(),
  Status: oneOf(['open', 'in-progress', 'closed']).nullish(),
  Participants: z.unknown().optional().transform(readParticipants),
});

const sessionUpdate = z.object({
  DateExpiry: date().nullish(),
  Ttl: int(0, LONGEST_TTL).nullish(),
  Status: oneOf(['open', 'in-progress', 'closed', 'failed', 'unknown']).nullish(),
});

function placeOf({ accountSid, params }: Pick<Call, 'accountSid' | 'params'>): SessionPlace {
  return { accountSid, serviceSid: params['ServiceSid']!, sid: params['Sid']! };
}

/** Sessions; the hooks tell which number a chat channel's customer knows. */
export function sessionResource(hooks: ProxyHooks): Resource<ProxySessionRow> {
  return {
    product: 'proxy',
    path: '/v1/Services/{ServiceSid}/Sessions',
    key: 'sessions',
    present: presentSession,
    create: write(sessionCreate, (tx, { accountSid, params, input }) =>
      createSession(tx, hooks, {
        accountSid,
        serviceSid: params['ServiceSid']!,
        uniqueName: input.UniqueName,
        mode: input.Mode ?? undefined,
        ttl: input.Ttl ?? undefined,
        dateExpiry: input.DateExpiry,
        status: input.Status ?? undefined,
        participants: input.Participants,
      }),
    ),
    list: list(z.object({}), async (db, { accountSid, params }) => {
      const service = await requireService(db, accountSid, params['ServiceSid']!);
      return {
        query: db.selectFrom('proxy_sessions').selectAll().where('service_sid', '=', service.sid),
      };
    }),
    fetch: read((db, call) => findSession(db, placeOf(call))),
    update: write(sessionUpdate, (tx, call) =>
      updateSession(tx, placeOf(call), {
        status: call.input.Status ?? undefined,
        ttl: call.input.Ttl ?? undefined,
        dateExpiry: call.input.DateExpiry,
      }),
    ),
    remove: removal((tx, call) => removeSession(tx, placeOf(call))),
  };
}
