// The MessageInteraction resource of Proxy: messages to one participant, sent through its address of ours.
import { z } from 'zod';
import { type Call, list, read, write } from '#http/operations.ts';
import { list as repeated, text, url } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { ProxyParticipantRow } from '#storage/schema/proxy.ts';
import type { ProxyHooks } from '../hooks.ts';
import { findParticipant } from '../participants/find.ts';
import { type ParticipantInteraction, presentMessageInteraction } from './present.ts';
import { sendToParticipant } from './send-to-participant.ts';

const interactionCreate = z.object({
  Body: text(1_600).nullish(),
  MediaUrl: repeated(url(), 10).nullish(),
});

async function requireParticipant(
  db: Reader,
  { accountSid, params }: Pick<Call, 'accountSid' | 'params'>,
): Promise<ProxyParticipantRow> {
  const participant = await findParticipant(db, {
    accountSid,
    serviceSid: params['ServiceSid']!,
    sessionSid: params['SessionSid']!,
    sid: params['ParticipantSid']!,
  });
  if (participant === undefined) throw notFound(`/Participants/${params['ParticipantSid']}`);
  return participant;
}

/** Interactions the participant had a side in; narrow it to one or list it. */
function interactionsOf(db: Reader, participant: ProxyParticipantRow) {
  return db
    .selectFrom('proxy_interactions')
    .selectAll()
    .select((eb) => eb.val(participant.sid).as('participant_sid'))
    .where('session_sid', '=', participant.session_sid)
    .where((eb) =>
      eb.or([
        eb('inbound_participant_sid', '=', participant.sid),
        eb('outbound_participant_sid', '=', participant.sid),
      ]),
    );
}

/** Messages of participants; the hooks tell under which identity a chat channel's customer writes. */
export function messageInteractionResource(hooks: ProxyHooks): Resource<ParticipantInteraction> {
  return {
    product: 'proxy',
    path: '/v1/Services/{ServiceSid}/Sessions/{SessionSid}/Participants/{ParticipantSid}/MessageInteractions',
    key: 'interactions',
    present: presentMessageInteraction,
    create: write(
      interactionCreate,
      async (tx, call) => {
        const participant = await requireParticipant(tx.db, call);
        const { Body: body, MediaUrl: mediaUrls } = call.input;
        const row = await sendToParticipant(tx, hooks, participant, {
          body: body ?? null,
          mediaUrls: mediaUrls ?? [],
        });
        return { ...row, participant_sid: participant.sid };
      },
      { status: 200 },
    ),
    list: list(z.object({}), async (db, call) => ({
      query: interactionsOf(db, await requireParticipant(db, call)),
    })),
    fetch: read(async (db, call) =>
      interactionsOf(db, await requireParticipant(db, call))
        .where('sid', '=', call.params['Sid']!)
        .executeTakeFirst(),
    ),
  };
}
