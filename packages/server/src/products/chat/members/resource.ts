// The Member resource of Programmable Chat: a participant of a thread, by identity.
import { z } from 'zod';
import { type Call, list, type Presentation, read } from '#http/operations.ts';
import { date, int, list as repeated, sid, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { ParticipantRow } from '#storage/schema/threads.ts';
import {
  addParticipant,
  findParticipant,
  removeParticipant,
  requireRoleOfType,
  requireService,
  updateParticipant,
} from '#threads/threads.ts';
import { attributes } from '../attributes.ts';
import { requireChannel } from '../channels/require-channel.ts';
import { hookedRemoval, hookedWrite } from '../hooked.ts';

const fields = {
  RoleSid: sid('RL').nullish(),
  LastConsumedMessageIndex: int(0).nullish(),
  LastConsumptionTimestamp: date().nullish(),
  DateCreated: date().nullish(),
  DateUpdated: date().nullish(),
  Attributes: attributes().nullish(),
};

const memberCreate = z.object({ ...fields, Identity: text(256) });
const memberUpdate = z.object(fields);

function presentMember(row: ParticipantRow, { base }: Presentation) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    channel_sid: row.thread_sid,
    service_sid: row.service_sid,
    identity: row.identity,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    role_sid: row.role_sid,
    last_consumed_message_index: row.last_read_index,
    last_consumption_timestamp: isoDate(row.last_read_at),
    url: `${base}/v2/Services/${row.service_sid}/Channels/${row.thread_sid}/Members/${row.sid}`,
    attributes: row.attributes,
  };
}

async function requireMember(db: Reader, call: Call): Promise<ParticipantRow> {
  const channel = await requireChannel(db, call);
  const name = call.params['Sid']!;
  const member = await findParticipant(db, call.accountSid, channel.sid, name);
  if (member === undefined) throw notFound(`/Channels/${channel.sid}/Members/${name}`);
  return member;
}

function changeFrom(input: z.output<typeof memberUpdate>, now: number): Partial<ParticipantRow> {
  const readIndex = input.LastConsumedMessageIndex;
  return {
    ...(input.RoleSid ? { role_sid: input.RoleSid } : {}),
    ...(input.Attributes === undefined ? {} : { attributes: input.Attributes ?? '{}' }),
    ...(readIndex === undefined
      ? {}
      : { last_read_index: readIndex, last_read_at: readIndex === null ? null : now }),
    ...(input.LastConsumptionTimestamp ? { last_read_at: input.LastConsumptionTimestamp } : {}),
    ...(input.DateCreated ? { date_created: input.DateCreated } : {}),
    ...(input.DateUpdated ? { date_updated: input.DateUpdated } : {}),
  };
}

export const members: Resource<ParticipantRow> = {
  product: 'chat',
  path: '/v2/Services/{ServiceSid}/Channels/{ChannelSid}/Members',
  key: 'members',
  present: presentMember,
  create: hookedWrite(memberCreate, async (tx, call) => {
    const { input } = call;
    const service = await requireService(tx.db, call.accountSid, call.params['ServiceSid']!);
    const channel = await requireChannel(tx.db, call);
    if (input.RoleSid) await requireRoleOfType(tx.db, service, input.RoleSid, 'channel');
    const { participant } = await addParticipant(tx, service, channel, {
      identity: input.Identity,
      roleSid: input.RoleSid,
      participantAttributes: input.Attributes,
      lastReadIndex: input.LastConsumedMessageIndex,
      lastReadAt: input.LastConsumptionTimestamp,
      dateCreated: input.DateCreated,
      dateUpdated: input.DateUpdated,
    });
    return participant;
  }),
  list: list(z.object({ Identity: repeated(text(256)).nullish() }), async (db, call) => {
    const channel = await requireChannel(db, call);
    let query = db.selectFrom('participants').selectAll().where('thread_sid', '=', channel.sid);
    if (call.input.Identity) query = query.where('identity', 'in', call.input.Identity);
    return { query };
  }),
  fetch: read(requireMember),
  update: hookedWrite(memberUpdate, async (tx, call) => {
    const member = await requireMember(tx.db, call);
    if (call.input.RoleSid) {
      const service = await requireService(tx.db, call.accountSid, call.params['ServiceSid']!);
      await requireRoleOfType(tx.db, service, call.input.RoleSid, 'channel');
    }
    return updateParticipant(tx, member, changeFrom(call.input, tx.now));
  }),
  remove: hookedRemoval(async (tx, call) => removeParticipant(tx, await requireMember(tx.db, call))),
};
