// A user's client as far as hooks go: it does through `performForClient` what the clients of users do.
import type { ThreadRow, UserRow } from '#storage/schema/threads.ts';
import {
  type ActingClient,
  addParticipant,
  createThread,
  findMessage,
  findParticipant,
  findThreadBySid,
  findUser,
  performForClient,
  postMessage,
  removeMessage,
  removeParticipant,
  removeThread,
  requireService,
  updateMessage,
  updateThread,
  updateUser,
} from '#threads/threads.ts';
import type { TestServer } from '../../support/start-server.ts';

/** The client of one identity in one service. */
export function actingClient(server: TestServer, serviceSid: string, identity: string) {
  const { context, account } = server;
  const { read } = context.database;
  const service = () => requireService(read, account.sid, serviceSid);
  const accountWebhook = () =>
    read
      .selectFrom('conversation_webhooks')
      .selectAll()
      .where('account_sid', '=', account.sid)
      .executeTakeFirst();
  const acting = async (): Promise<ActingClient> => ({
    service: await service(),
    accountWebhook: await accountWebhook(),
    identity,
  });
  const threadOf = async (sid: string): Promise<ThreadRow> =>
    (await findThreadBySid(read, account.sid, sid)) as ThreadRow;

  return {
    async send(threadSid: string, body: string, attributes = '{}') {
      const thread = await threadOf(threadSid);
      const message = { author: identity, body, attributes };
      return performForClient(
        context,
        await acting(),
        { type: 'message.add', thread, message },
        (tx, change) => postMessage(tx, { accountSid: account.sid, threadSid, ...message, ...change }),
      );
    },
    async edit(threadSid: string, messageSid: string, body: string) {
      const thread = await threadOf(threadSid);
      const message = (await findMessage(read, account.sid, threadSid, messageSid))!;
      const wanted = { ...message, body };
      return performForClient(
        context,
        await acting(),
        { type: 'message.update', thread, message: wanted },
        (tx, change) => updateMessage(tx, message, { body, ...change }),
      );
    },
    async remove(threadSid: string, messageSid: string) {
      const thread = await threadOf(threadSid);
      const message = (await findMessage(read, account.sid, threadSid, messageSid))!;
      return performForClient(context, await acting(), { type: 'message.remove', thread, message }, (tx) =>
        removeMessage(tx, message),
      );
    },
    async createChannel(friendlyName: string) {
      const thread = { friendly_name: friendlyName, type: 'private' as const, attributes: '{}' };
      return performForClient(context, await acting(), { type: 'thread.add', thread }, (tx, change) =>
        createThread(tx, {
          accountSid: account.sid,
          serviceSid,
          friendlyName: change.friendly_name ?? friendlyName,
          uniqueName: change.unique_name,
          attributes: change.attributes,
          createdBy: identity,
        }),
      );
    },
    async rename(threadSid: string, friendlyName: string) {
      const thread = await threadOf(threadSid);
      const wanted = { ...thread, friendly_name: friendlyName };
      return performForClient(
        context,
        await acting(),
        { type: 'thread.update', thread: wanted },
        (tx, change) => updateThread(tx, thread, { friendly_name: friendlyName, ...change }),
      );
    },
    async destroy(threadSid: string) {
      const thread = await threadOf(threadSid);
      return performForClient(context, await acting(), { type: 'thread.remove', thread }, (tx) =>
        removeThread(tx, thread),
      );
    },
    async add(threadSid: string, added: string) {
      const thread = await threadOf(threadSid);
      const participant = { identity: added };
      return performForClient(
        context,
        await acting(),
        { type: 'participant.add', thread, participant },
        async (tx) =>
          addParticipant(tx, await requireService(tx.db, account.sid, serviceSid), thread, participant),
      );
    },
    async kick(threadSid: string, removed: string) {
      const thread = await threadOf(threadSid);
      const participant = (await findParticipant(read, account.sid, threadSid, removed))!;
      return performForClient(
        context,
        await acting(),
        { type: 'participant.remove', thread, participant },
        (tx) => removeParticipant(tx, participant),
      );
    },
    async renameSelf(friendlyName: string) {
      const user = (await findUser(read, account.sid, serviceSid, identity)) as UserRow;
      const wanted = { ...user, friendly_name: friendlyName };
      return performForClient(context, await acting(), { type: 'user.update', user: wanted }, (tx, change) =>
        updateUser(tx, user, { friendly_name: friendlyName, ...change }),
      );
    },
  };
}
