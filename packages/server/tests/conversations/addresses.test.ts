// Address configurations through the official SDK: what may be configured, and what is refused with which code.
import { describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';

const FLOW = `FW${'0'.repeat(32)}`;
let numbers = 0;

describe.each(databases())('address configurations on $name', ({ create }) => {
  let server: TestServer;
  const newClient = async () => sdkClient(server.url, await server.addAccount());
  const newNumber = async (client: Awaited<ReturnType<typeof newClient>>) => {
    numbers += 1;
    const phoneNumber = `+1415555${2000 + numbers}`;
    await client.incomingPhoneNumbers.create({ phoneNumber });
    return phoneNumber;
  };

  useServer(create, (started) => {
    server = started;
  });

  it('finds a configuration by its SID and by its address', async () => {
    const client = await newClient();
    const address = await newNumber(client);
    const { addressConfigurations } = client.conversations.v1;
    const made = await addressConfigurations.create({ type: 'sms', address, friendlyName: 'Line' });
    expect(made.autoCreation).toMatchObject({ enabled: false, type: null });
    for (const name of [made.sid, address]) {
      expect((await client.conversations.v1.addressConfigurations(name).fetch()).sid).toBe(made.sid);
    }
  });

  it('lists configurations of one type', async () => {
    const client = await newClient();
    const { addressConfigurations } = client.conversations.v1;
    const address = await newNumber(client);
    await addressConfigurations.create({ type: 'sms', address });
    await addressConfigurations.create({ type: 'whatsapp', address: `whatsapp:${address}` });
    await addressConfigurations.create({ type: 'email', address: 'help@example.com' });
    const types = async (type?: string) =>
      (await addressConfigurations.list(type === undefined ? {} : { type })).map((found) => found.type);
    expect(await types()).toEqual(['sms', 'whatsapp', 'email']);
    expect(await types('whatsapp')).toEqual(['whatsapp']);
    await expect(types('fax')).rejects.toMatchObject({ status: 400, code: 20001 });
  });

  it.each([
    [{ 'autoCreation.enabled': true }, 45760],
    [{ 'autoCreation.enabled': true, 'autoCreation.webhookUrl': 'https://example.com' }, 45762],
    [{ 'autoCreation.enabled': true, 'autoCreation.type': 'flow' }, 45762],
    [{ 'autoCreation.enabled': true, 'autoCreation.type': 'studio' }, 45763],
    [{ 'autoCreation.enabled': true, 'autoCreation.type': 'webhook' }, 45764],
    [{ 'autoCreation.type': 'webhook' }, 45764],
    [
      {
        'autoCreation.type': 'webhook',
        'autoCreation.webhookUrl': 'https://example.com',
        'autoCreation.webhookFilters': ['onMessageAdd'],
      },
      50365,
    ],
    [{ 'autoCreation.type': 'studio', 'autoCreation.studioFlowSid': 'FWnone' }, 20001],
    [{ 'autoCreation.type': 'webhook', 'autoCreation.webhookUrl': 'file:///etc/passwd' }, 20001],
    [{ 'autoCreation.type': 'default', 'autoCreation.conversationServiceSid': `IS${'0'.repeat(32)}` }, 20001],
    [
      {
        'autoCreation.type': 'studio',
        'autoCreation.studioFlowSid': FLOW,
        'autoCreation.studioRetryCount': 4,
      },
      20001,
    ],
  ])('refuses %j with %i, in a create and in an update', async (settings, code) => {
    const client = await newClient();
    const address = await newNumber(client);
    const { addressConfigurations } = client.conversations.v1;
    const create = addressConfigurations.create({ type: 'sms', address, ...(settings as object) });
    await expect(create).rejects.toMatchObject({ status: 400, code });
    expect(await addressConfigurations.list()).toEqual([]);
    const made = await addressConfigurations.create({ type: 'sms', address });
    const one = client.conversations.v1.addressConfigurations(made.sid);
    await expect(one.update(settings as object)).rejects.toMatchObject({ status: 400, code });
    expect((await one.fetch()).autoCreation).toEqual(made.autoCreation);
  });

  it('shows with which method and for which events a webhook will be called when none were said', async () => {
    const client = await newClient();
    const address = await newNumber(client);
    const made = await client.conversations.v1.addressConfigurations.create({
      type: 'sms',
      address,
      'autoCreation.enabled': true,
      'autoCreation.type': 'webhook',
      'autoCreation.webhookUrl': 'https://example.com/hook',
    });
    expect(made.autoCreation).toMatchObject({ webhook_method: 'POST', webhook_filters: ['onMessageAdded'] });
  });

  it.each([
    ['sms', '+1415'],
    ['sms', 'whatsapp:+14155550100'],
    ['whatsapp', '+14155550100'],
    ['messenger', 'whatsapp:+14155550100'],
    ['rcs', 'agent'],
    ['email', 'nobody'],
  ])('refuses an address of type %s that reads %s', async (type, address) => {
    const { addressConfigurations } = (await newClient()).conversations.v1;
    const create = addressConfigurations.create({ type: type as 'sms', address });
    await expect(create).rejects.toMatchObject({ status: 400, code: 20001 });
  });

  it('refuses a number that belongs to nobody or to another account with 50413 or 50415', async () => {
    const [client, other] = [await newClient(), await newClient()];
    const { addressConfigurations } = client.conversations.v1;
    for (const address of ['+14155559999', '12345', await newNumber(other)]) {
      const create = addressConfigurations.create({ type: 'sms', address });
      await expect(create).rejects.toMatchObject({ status: 400, code: 50413 });
    }
    const address = `whatsapp:${await newNumber(other)}`;
    await expect(addressConfigurations.create({ type: 'whatsapp', address })).rejects.toMatchObject({
      status: 400,
      code: 50415,
    });
  });

  it('lets one of many parallel configurations of an address win, and names it to the others', async () => {
    const client = await newClient();
    const address = await newNumber(client);
    const { addressConfigurations } = client.conversations.v1;
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => addressConfigurations.create({ type: 'sms', address })),
    );
    const [made] = await addressConfigurations.list();
    expect(await addressConfigurations.list()).toHaveLength(1);
    const refusals = tries.flatMap((entry) => (entry.status === 'rejected' ? [entry.reason] : []));
    expect(refusals).toHaveLength(19);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({
        status: 409,
        code: 20409,
        details: { addressConfigurationSid: made!.sid },
      });
    }
  });

  it('never ends up with a configuration that cannot be carried out, whatever is changed at once', async () => {
    const client = await newClient();
    const address = await newNumber(client);
    const { addressConfigurations } = client.conversations.v1;
    const { sid } = await addressConfigurations.create({
      type: 'sms',
      address,
      'autoCreation.type': 'default',
      'autoCreation.webhookUrl': 'https://example.com/hook',
    });
    const one = client.conversations.v1.addressConfigurations(sid);
    for (let round = 0; round < 10; round += 1) {
      await one.update({
        'autoCreation.type': 'default',
        'autoCreation.webhookUrl': 'https://example.com/hook',
      });
      const tries = await Promise.allSettled([
        one.update({ 'autoCreation.type': 'webhook' }),
        one.update({ 'autoCreation.webhookUrl': '' }),
      ]);
      expect(tries.filter(({ status }) => status === 'rejected')).toHaveLength(1);
      const { type, webhook_url: url } = (await one.fetch()).autoCreation;
      expect(type === 'default' || url !== null).toBe(true);
    }
  });

  it('takes the same address in another account', async () => {
    const [client, other] = [await newClient(), await newClient()];
    const address = 'support@example.com';
    const made = await client.conversations.v1.addressConfigurations.create({ type: 'email', address });
    await other.conversations.v1.addressConfigurations.create({ type: 'email', address });
    await expect(other.conversations.v1.addressConfigurations(made.sid).fetch()).rejects.toMatchObject({
      status: 404,
      code: 20404,
    });
  });

  it('gives an address free when its configuration is removed', async () => {
    const client = await newClient();
    const address = await newNumber(client);
    const { addressConfigurations } = client.conversations.v1;
    const made = await addressConfigurations.create({ type: 'sms', address });
    await client.conversations.v1.addressConfigurations(made.sid).remove();
    const again = await addressConfigurations.create({ type: 'sms', address });
    expect(again.sid).not.toBe(made.sid);
  });
});
