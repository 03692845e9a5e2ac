// The webhooks of one conversation as a resource: targets, limits, and the codes of refusals.
import { describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';

const URL_OF_HOOK = 'https://example.com/hook';
const FLOW = `FW${'1'.repeat(32)}`;

/** A webhook that is taken. */
const GOOD = {
  target: 'webhook' as const,
  'configuration.url': URL_OF_HOOK,
  'configuration.filters': ['onMessageAdded'],
};

describe.each(databases())('scoped webhooks on $name', ({ create }) => {
  let server: TestServer;
  const scene = async () => {
    const client = sdkClient(server.url, await server.addAccount());
    const { v1 } = client.conversations;
    const { defaultChatServiceSid: serviceSid } = await v1.configuration().fetch();
    const { sid } = await client.chat.v2.services(serviceSid).channels.create({ uniqueName: 'order' });
    return { v1, sid, serviceSid, webhooks: v1.conversations(sid).webhooks };
  };

  useServer(create, (started) => {
    server = started;
  });

  it('shows of each target what belongs to it', async () => {
    const { webhooks } = await scene();
    const webhook = await webhooks.create({
      ...GOOD,
      'configuration.method': 'get',
      'configuration.flowSid': FLOW,
    });
    const method = 'post';
    expect(webhook.configuration).toEqual({ url: URL_OF_HOOK, method: 'get', filters: ['onMessageAdded'] });
    const trigger = await webhooks.create({
      target: 'trigger',
      'configuration.url': URL_OF_HOOK,
      'configuration.triggers': ['help'],
    });
    expect(trigger.configuration).toEqual({
      url: URL_OF_HOOK,
      method,
      filters: ['help'],
      triggers: ['help'],
    });
    const studio = await webhooks.create({ target: 'studio', 'configuration.flowSid': FLOW });
    expect(studio.configuration).toEqual({ flow_sid: FLOW });
  });

  it('finds the conversation by its unique name and in both trees', async () => {
    const { v1, sid, serviceSid, webhooks } = await scene();
    const made = await webhooks.create(GOOD);
    const tree = v1.services(serviceSid).conversations('order');
    const seen = await tree.webhooks(made.sid).fetch();
    expect(seen).toMatchObject({ sid: made.sid, conversationSid: sid, chatServiceSid: serviceSid });
    expect(await v1.conversations('order').webhooks.list()).toHaveLength(1);
  });

  it('takes five webhooks of a conversation, however many are asked for at once', async () => {
    const { webhooks, v1, sid } = await scene();
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => webhooks.create(GOOD)));
    const codes = tries.flatMap((entry) => (entry.status === 'rejected' ? [entry.reason.code] : []));
    expect(await webhooks.list()).toHaveLength(5);
    expect(codes).toHaveLength(15);
    expect(new Set(codes)).toEqual(new Set([50361]));
    const [first] = await webhooks.list();
    await v1.conversations(sid).webhooks(first!.sid).remove();
    await webhooks.create(GOOD);
    expect(await webhooks.list()).toHaveLength(5);
  });

  it.each([
    [{ target: 'pigeon' }, 50364],
    [{ ...GOOD, 'configuration.url': undefined }, 50369],
    [{ ...GOOD, 'configuration.url': 'mailto:a@example.com' }, 50369],
    [{ ...GOOD, 'configuration.url': `https://example.com/${'x'.repeat(2_048)}` }, 50372],
    [{ ...GOOD, 'configuration.filters': undefined }, 50370],
    [{ ...GOOD, 'configuration.filters': ['onMessageAdd'] }, 50365],
    [{ ...GOOD, 'configuration.filters': ['onUserUpdated'] }, 50365],
    [{ target: 'trigger', 'configuration.url': URL_OF_HOOK }, 50371],
    [
      {
        target: 'trigger',
        'configuration.url': URL_OF_HOOK,
        'configuration.triggers': Array(6).fill('w').map(String),
      },
      50362,
    ],
    [
      { target: 'trigger', 'configuration.url': URL_OF_HOOK, 'configuration.triggers': ['x'.repeat(249)] },
      50366,
    ],
    [{ target: 'studio' }, 50367],
    [{ target: 'studio', 'configuration.flowSid': 'FW1' }, 50367],
    [{ ...GOOD, 'configuration.method': 'put' }, 20001],
    [{ ...GOOD, 'configuration.replayAfter': -1 }, 20001],
  ])('refuses %j with %i', async (settings, code) => {
    const { webhooks } = await scene();
    const create = webhooks.create(settings as unknown as typeof GOOD);
    await expect(create).rejects.toMatchObject({ status: 400, code });
    expect(await webhooks.list()).toEqual([]);
  });

  it('changes what is named and refuses a whole that does not fit its target', async () => {
    const { webhooks, v1, sid } = await scene();
    const made = await webhooks.create(GOOD);
    const one = v1.conversations(sid).webhooks(made.sid);
    const updated = await one.update({ 'configuration.method': 'get' });
    expect(updated.configuration).toMatchObject({ url: URL_OF_HOOK, method: 'get' });
    await expect(one.update({ 'configuration.filters': ['onChannelUpdated'] })).rejects.toMatchObject({
      code: 50365,
    });
    expect((await one.fetch()).configuration).toEqual(updated.configuration);
  });

  it('knows no webhook of another conversation or another account', async () => {
    const [own, other] = [await scene(), await scene()];
    const made = await other.webhooks.create(GOOD);
    await expect(own.v1.conversations(own.sid).webhooks(made.sid).fetch()).rejects.toMatchObject({
      status: 404,
    });
    await expect(own.v1.conversations(other.sid).webhooks(made.sid).remove()).rejects.toMatchObject({
      status: 404,
    });
    expect(await other.webhooks.list()).toHaveLength(1);
  });
});
