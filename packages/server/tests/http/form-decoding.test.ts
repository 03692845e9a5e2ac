// How form values are read: booleans of every client, empty as null, repeated keys as lists, dotted keys.
import { beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { runningServer } from './running-server.ts';

describe.each(databases())('form decoding on $name', ({ create }) => {
  const running = runningServer(create);
  let service: string;
  const update = async (form: string) => {
    const answer = await running.post(service, form);
    expect(answer.status, answer.text).toBe(200);
    return answer.json;
  };

  beforeAll(async () => {
    const created = await running.post('/chat/v2/Services', 'FriendlyName=forms');
    service = `/chat/v2/Services/${created.json.sid}`;
  });

  it.each([
    ['true', true],
    ['false', false],
    ['True', true],
    ['False', false],
  ])('reads %s as a boolean', async (written, meant) => {
    await update(`ReadStatusEnabled=${!meant}`);
    expect((await update(`ReadStatusEnabled=${written}`)).read_status_enabled).toBe(meant);
  });

  it('refuses another word where a boolean belongs, naming the parameter', async () => {
    const answer = await running.post(service, 'ReadStatusEnabled=yes');
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: 20001, message: expect.stringContaining('ReadStatusEnabled') });
  });

  it('clears with an empty value and keeps what was not sent', async () => {
    const url = 'https://example.com/pre';
    const before = await update(
      `PreWebhookUrl=${encodeURIComponent(url)}&PostWebhookUrl=https://example.com/post`,
    );
    expect(before.pre_webhook_url).toBe(url);
    const after = await update('PreWebhookUrl=');
    expect(after.pre_webhook_url).toBeNull();
    expect(after.post_webhook_url).toBe('https://example.com/post');
  });

  it('refuses an empty value where one is required as missing', async () => {
    const answer = await running.post('/chat/v2/Services', 'FriendlyName=');
    expect(answer.status).toBe(400);
    expect(answer.json.message).toMatch(/^Missing required parameter FriendlyName/);
  });

  it('reads a repeated key as a list, and a single one as a list of one', async () => {
    const several = await update('WebhookFilters=onMessageSent&WebhookFilters=onMemberAdded');
    expect(several.webhook_filters).toEqual(['onMessageSent', 'onMemberAdded']);
    expect((await update('WebhookFilters=onUserAdded')).webhook_filters).toEqual(['onUserAdded']);
  });

  it('refuses a repeated key where a single value belongs', async () => {
    const answer = await running.post(service, 'FriendlyName=a&FriendlyName=b');
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: 20001, message: expect.stringContaining('FriendlyName') });
  });

  it('reads dotted keys as settings of their own', async () => {
    const { limits } = await update('Limits.ChannelMembers=12');
    expect(await update('Limits.UserChannels=34')).toMatchObject({
      limits: { channel_members: 12, user_channels: 34 },
    });
    expect(limits.channel_members).toBe(12);
  });

  it('reads a plus sign as a space and percent escapes as UTF-8', async () => {
    const read = await update('FriendlyName=a+b%20c%2Bd%26e%3Df+%C3%BC+%E2%9C%93');
    expect(read.friendly_name).toBe('a b c+d&e=f ü ✓');
  });

  it('ignores parameters it does not know', async () => {
    expect((await update('FriendlyName=known&Nonsense=1&__proto__=x&constructor=y')).friendly_name).toBe(
      'known',
    );
  });
});
