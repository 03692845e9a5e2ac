// The Participant resource of Proxy: the two sides of a session.
import { z } from 'zod';
import { type Call, list, read, removal, write } from '#http/operations.ts';
import { sid, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import type { ProxyParticipantRow } from '#storage/schema/proxy.ts';
import type { ProxyHooks } from '../hooks.ts';
import { requireSession, type SessionPlace } from '../sessions/find.ts';
import { createParticipant, removeParticipant } from './commands.ts';
import { findParticipant, type ParticipantPlace } from './find.ts';
import { LONGEST_FRIENDLY_NAME, LONGEST_IDENTIFIER } from './new-participant.ts';
import { presentParticipant } from './present.ts';

const participantCreate = z.object({
  Identifier: text(LONGEST_IDENTIFIER),
  FriendlyName: text(LONGEST_FRIENDLY_NAME).nullish(),
  ProxyIdentifier: text(LONGEST_IDENTIFIER).nullish(),
  ProxyIdentifierSid: z.union([sid('PN'), sid('SC')]).nullish(),
});

function sessionOf({ accountSid, params }: Pick<Call, 'accountSid' | 'params'>): SessionPlace {
  return { accountSid, serviceSid: params['ServiceSid']!, sid: params['SessionSid']! };
}

function placeOf({ accountSid, params }: Pick<Call, 'accountSid' | 'params'>): ParticipantPlace {
  return {
    accountSid,
    serviceSid: params['ServiceSid']!,
    sessionSid: params['SessionSid']!,
    sid: params['Sid']!,
  };
}

/** Participants of sessions; the hooks tell which number a chat channel's customer knows. */
export function participantResource(hooks: ProxyHooks): Resource<ProxyParticipantRow> {
  return {
    product: 'proxy',
    path: '/v1/Services/{ServiceSid}/Sessions/{SessionSid}/Participants',
    key: 'participants',
    present: presentParticipant,
    create: write(participantCreate, (tx, call) =>
      createParticipant(
        tx,
        sessionOf(call),
        {
          identifier: call.input.Identifier,
          friendlyName: call.input.FriendlyName,
          proxyIdentifier: call.input.ProxyIdentifier,
          proxyIdentifierSid: call.input.ProxyIdentifierSid,
        },
        hooks,
      ),
    ),
    list: list(z.object({}), async (db, call) => {
      const session = await requireSession(db, sessionOf(call));
      return {
        query: db
          .selectFrom('proxy_participants')
          .selectAll()
          .where('session_sid', '=', session.sid)
          .where('date_deleted', 'is', null),
      };
    }),
    fetch: read((db, call) => findParticipant(db, placeOf(call))),
    remove: removal((tx, call) => removeParticipant(tx, placeOf(call))),
  };
}
