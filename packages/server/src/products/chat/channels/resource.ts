// The Channel resource of Programmable Chat.
import { z } from 'zod';
import { list, read } from '#http/operations.ts';
import { date, oneOf, list as repeated, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import {
  createThread,
  findThread,
  removeThread,
  requireService,
  type ThreadChange,
  updateThread,
} from '#threads/threads.ts';
import { attributes } from '../attributes.ts';
import { hookedRemoval, hookedWrite } from '../hooked.ts';
import { presentChannel } from './present.ts';
import { requireChannel } from './require-channel.ts';

const fields = {
  FriendlyName: text(256).nullish(),
  UniqueName: text(256).nullish(),
  Attributes: attributes().nullish(),
  DateCreated: date().nullish(),
  DateUpdated: date().nullish(),
  CreatedBy: text(256).nullish(),
};

const channelCreate = z.object({ ...fields, Type: oneOf(['public', 'private']).nullish() });
const channelUpdate = z.object(fields);

/** An empty parameter clears what can be empty; one that was not sent changes nothing. */
function changeFrom(input: z.output<typeof channelUpdate>): ThreadChange {
  return {
    ...(input.FriendlyName === undefined ? {} : { friendly_name: input.FriendlyName }),
    ...(input.UniqueName === undefined ? {} : { unique_name: input.UniqueName }),
    ...(input.Attributes === undefined ? {} : { attributes: input.Attributes ?? '{}' }),
    ...(input.CreatedBy ? { created_by: input.CreatedBy } : {}),
    ...(input.DateCreated ? { date_created: input.DateCreated } : {}),
    ...(input.DateUpdated ? { date_updated: input.DateUpdated } : {}),
  };
}

export const channels: Resource<ThreadRow> = {
  product: 'chat',
  path: '/v2/Services/{ServiceSid}/Channels',
  key: 'channels',
  present: presentChannel,
  etag: (row) => row.version,
  create: hookedWrite(channelCreate, async (tx, { accountSid, params, input }) => {
    const service = await requireService(tx.db, accountSid, params['ServiceSid']!);
    return createThread(tx, {
      accountSid,
      serviceSid: service.sid,
      friendlyName: input.FriendlyName,
      uniqueName: input.UniqueName,
      attributes: input.Attributes,
      type: input.Type,
      createdBy: input.CreatedBy,
      dateCreated: input.DateCreated,
      dateUpdated: input.DateUpdated,
    });
  }),
  list: list(
    z.object({ Type: repeated(oneOf(['public', 'private'])).nullish() }),
    async (db, { accountSid, params, input }) => {
      const service = await requireService(db, accountSid, params['ServiceSid']!);
      let query = db.selectFrom('threads').selectAll().where('service_sid', '=', service.sid);
      if (input.Type) query = query.where('type', 'in', input.Type);
      return { query };
    },
  ),
  fetch: read((db, { accountSid, params }) =>
    findThread(db, accountSid, params['ServiceSid']!, params['Sid']!),
  ),
  update: hookedWrite(channelUpdate, async (tx, call) =>
    updateThread(tx, await requireChannel(tx.db, call, 'Sid'), changeFrom(call.input), {
      ifVersion: call.ifMatch,
    }),
  ),
  remove: hookedRemoval(async (tx, call) => removeThread(tx, await requireChannel(tx.db, call, 'Sid'))),
};
