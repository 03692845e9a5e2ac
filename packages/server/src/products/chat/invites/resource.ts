// The Invite resource of Programmable Chat: identities that may join a channel.
import { z } from 'zod';
import { type Call, list, type Presentation, read, removal, write } from '#http/operations.ts';
import { list as repeated, sid, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { InviteRow } from '#storage/schema/hooks.ts';
import {
  addInvite,
  findInvite,
  listInvites,
  removeInvite,
  requireRoleOfType,
  requireService,
} from '#threads/threads.ts';
import { requireChannel } from '../channels/require-channel.ts';

const inviteCreate = z.object({ Identity: text(256), RoleSid: sid('RL').nullish() });

function presentInvite(row: InviteRow, { base }: Presentation) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    channel_sid: row.thread_sid,
    service_sid: row.service_sid,
    identity: row.identity,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    role_sid: row.role_sid,
    created_by: row.created_by ?? 'system',
    url: `${base}/v2/Services/${row.service_sid}/Channels/${row.thread_sid}/Invites/${row.sid}`,
  };
}

async function requireInvite(db: Reader, call: Call): Promise<InviteRow> {
  const channel = await requireChannel(db, call);
  const name = call.params['Sid']!;
  const invite = await findInvite(db, call.accountSid, channel.sid, name);
  if (invite === undefined) throw notFound(`/Channels/${channel.sid}/Invites/${name}`);
  return invite;
}

export const invites: Resource<InviteRow> = {
  product: 'chat',
  path: '/v2/Services/{ServiceSid}/Channels/{ChannelSid}/Invites',
  key: 'invites',
  present: presentInvite,
  create: write(inviteCreate, async (tx, call) => {
    const { input } = call;
    const service = await requireService(tx.db, call.accountSid, call.params['ServiceSid']!);
    const channel = await requireChannel(tx.db, call);
    if (input.RoleSid) await requireRoleOfType(tx.db, service, input.RoleSid, 'channel');
    return addInvite(tx, service, channel, { identity: input.Identity, roleSid: input.RoleSid });
  }),
  list: list(z.object({ Identity: repeated(text(256)).nullish() }), async (db, call) => ({
    query: listInvites(db, await requireChannel(db, call), call.input.Identity),
  })),
  fetch: read(requireInvite),
  remove: removal(async (tx, call) => removeInvite(tx, await requireInvite(tx.db, call))),
};
