// Webhooks of a channel: what they must say by their type, and how many there can be.
import { expect, it } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { describeChat } from './chat-fixture.ts';

type Given = Record<string, unknown>;

describeChat('channel webhooks', (fixture) => {
  const channelOf = async () => {
    const service = await fixture.newService();
    const { sid } = await service.channels.create({});
    return service.channels(sid);
  };
  const url = 'https://example.com/hook';
  const hook: Given = {
    type: 'webhook',
    'configuration.url': url,
    'configuration.filters': ['onMessageSent', 'onMemberAdded'],
  };
  // Both majors take names with a dot, and neither has a type for what is missing or wrong.
  const named = (given: Given) => given as never;

  it('are made, found, listed, changed and removed', async () => {
    const { webhooks } = await channelOf();
    const made = await webhooks.create(named(hook));
    expect(made).toMatchObject({
      type: 'webhook',
      configuration: { url, method: 'POST', filters: ['onMessageSent', 'onMemberAdded'], retry_count: 0 },
    });
    expect((await webhooks(made.sid).fetch()).sid).toBe(made.sid);
    const changed = await webhooks(made.sid).update(
      named({ 'configuration.method': 'GET', 'configuration.retryCount': 3 }),
    );
    expect(changed.configuration).toEqual({
      url,
      method: 'GET',
      filters: ['onMessageSent', 'onMemberAdded'],
      retry_count: 3,
    });
    expect(await webhooks.list()).toHaveLength(1);
    await webhooks(made.sid).remove();
    expect(await webhooks.list()).toEqual([]);
    await expect(webhooks(made.sid).fetch()).rejects.toMatchObject({ status: 404 });
  });

  it('keep of each type only what belongs to it', async () => {
    const { webhooks } = await channelOf();
    const flowSid = newSid('FW');
    const everything = {
      ...hook,
      'configuration.triggers': ['help', 'agent'],
      'configuration.flowSid': flowSid,
      'configuration.retryCount': 1,
    };
    const trigger = await webhooks.create(named({ ...everything, type: 'trigger' }));
    const studio = await webhooks.create(named({ ...everything, type: 'studio' }));
    expect(trigger.configuration).toMatchObject({ url, triggers: ['help', 'agent'], retry_count: 1 });
    expect(studio.configuration).toEqual({ flow_sid: flowSid, retry_count: 1 });
  });

  it('are five at most: the sixth is refused with 50321', async () => {
    const { webhooks } = await channelOf();
    for (let number = 0; number < 5; number += 1) await webhooks.create(named(hook));
    await expect(webhooks.create(named(hook))).rejects.toMatchObject({ code: 50321 });
    const [first] = await webhooks.list();
    await webhooks(first!.sid).remove();
    await webhooks.create(named(hook));
    expect(await webhooks.list()).toHaveLength(5);
  });

  it('are five at most when many are made at the same time', async () => {
    const { webhooks } = await channelOf();
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => webhooks.create(named(hook))));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    const codes = tries.flatMap((entry) => (entry.status === 'rejected' ? [entry.reason.code] : []));
    expect(new Set(codes)).toEqual(new Set([50321]));
    expect(await webhooks.list()).toHaveLength(5);
  });

  it.each<[string, Given, number]>([
    ['an unknown type', { type: 'email' }, 50324],
    ['no URL', { 'configuration.url': undefined }, 50329],
    ['a URL that is none', { 'configuration.url': 'nowhere' }, 50329],
    ['a URL that is too long', { 'configuration.url': `https://example.com/${'x'.repeat(2_100)}` }, 50332],
    ['no filters', { 'configuration.filters': undefined }, 50330],
    ['an unknown filter', { 'configuration.filters': ['onMessageSent', 'onTea'] }, 50325],
    ['a filter of what is before', { 'configuration.filters': ['onMessageSend'] }, 50325],
    ['a filter of users', { 'configuration.filters': ['onUserUpdated'] }, 50325],
    ['no triggers', { type: 'trigger' }, 50331],
    ['an empty trigger', { type: 'trigger', 'configuration.triggers': ['help', ' '] }, 50326],
    ['a long trigger', { type: 'trigger', 'configuration.triggers': ['x'.repeat(249)] }, 50326],
    ['six triggers', { type: 'trigger', 'configuration.triggers': ['a', 'b', 'c', 'd', 'e', 'f'] }, 50322],
    ['no flow', { type: 'studio' }, 50327],
    ['a flow that is none', { type: 'studio', 'configuration.flowSid': newSid('WW') }, 50327],
    ['too many retries', { 'configuration.retryCount': 4 }, 50065],
    ['fewer than no retries', { 'configuration.retryCount': -1 }, 50065],
    ['another method', { 'configuration.method': 'PUT' }, 20001],
  ])('are refused with %s', async (_name, change, code) => {
    const { webhooks } = await channelOf();
    const given = Object.fromEntries(
      Object.entries({ ...hook, ...change }).filter(([, value]) => value !== undefined),
    );
    await expect(webhooks.create(named(given))).rejects.toMatchObject({ status: 400, code });
    expect(await webhooks.list()).toEqual([]);
  });

  it('stay as they were when a change is refused', async () => {
    const { webhooks } = await channelOf();
    const made = await webhooks.create(named(hook));
    await expect(
      webhooks(made.sid).update(named({ 'configuration.filters': ['onTea'] })),
    ).rejects.toMatchObject({ code: 50325 });
    expect((await webhooks(made.sid).fetch()).configuration).toEqual(made.configuration);
  });
});
