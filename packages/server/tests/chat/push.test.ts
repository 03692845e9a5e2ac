// Credentials for push services and the devices that registered: stored and managed, and never a secret shown.
import { expect, it } from 'vitest';
import { type NewBinding, registerBinding } from '#threads/threads.ts';
import { type ChatFixture, describeChat } from './chat-fixture.ts';

/** Registers a device as a client will. */
async function register(
  { server }: ChatFixture,
  serviceSid: string,
  identity: string,
  given: Partial<NewBinding>,
): Promise<string> {
  const binding = await server.context.database.transaction(async (tx) => {
    const user = await tx.db
      .selectFrom('users')
      .selectAll()
      .where('service_sid', '=', serviceSid)
      .where('identity', '=', identity)
      .executeTakeFirstOrThrow();
    return registerBinding(tx, user, {
      endpoint: `${identity}-phone`,
      bindingType: 'fcm',
      messageTypes: ['new_message'],
      ...given,
    });
  });
  return binding.sid;
}

describeChat('push', (fixture) => {
  it('credentials are made, listed, changed and removed, and show no secret', async () => {
    const { credentials } = fixture.client().chat.v2;
    const secret = 'top secret';
    const made = await credentials.create({ type: 'fcm', friendlyName: 'Phones', secret, apiKey: secret });
    expect(made).toMatchObject({ type: 'fcm', friendlyName: 'Phones', sandbox: 'False' });
    const changed = await credentials(made.sid).update({ friendlyName: 'Tablets', sandbox: true });
    expect(changed).toMatchObject({ friendlyName: 'Tablets', sandbox: 'True' });
    const fetched = await credentials(made.sid).fetch();
    expect(JSON.stringify([made, changed, fetched, await credentials.list()])).not.toContain(secret);
    await credentials(made.sid).remove();
    await expect(credentials(made.sid).fetch()).rejects.toMatchObject({ status: 404 });
  });

  it('bindings are listed by type and identity, and removed', async () => {
    const service = await fixture.newService();
    const { sid: serviceSid } = await service.fetch();
    for (const identity of ['anna', 'ben']) await service.users.create({ identity });
    const anna = await register(fixture, serviceSid, 'anna', {});
    const ben = await register(fixture, serviceSid, 'ben', { bindingType: 'apn' });
    await register(fixture, serviceSid, 'ben', { bindingType: 'twilsock' });
    const sids = async (filter: object) => (await service.bindings.list(filter)).map(({ sid }) => sid);
    expect(await sids({})).toEqual([anna, ben]);
    expect(await sids({ bindingType: ['apn'] })).toEqual([ben]);
    expect(await sids({ identity: ['anna'] })).toEqual([anna]);
    expect(await service.bindings(anna).fetch()).toMatchObject({
      identity: 'anna',
      endpoint: 'anna-phone',
      bindingType: 'fcm',
      messageTypes: ['new_message'],
    });
    await service.bindings(anna).remove();
    expect(await sids({})).toEqual([ben]);
  });

  it('bindings of a user are his alone', async () => {
    const service = await fixture.newService();
    const { sid: serviceSid } = await service.fetch();
    const anna = await service.users.create({ identity: 'anna' });
    await service.users.create({ identity: 'ben' });
    const sid = await register(fixture, serviceSid, 'anna', {});
    const bens = await register(fixture, serviceSid, 'ben', {});
    const { userBindings } = service.users('anna');
    expect((await userBindings.list()).map((entry) => entry.sid)).toEqual([sid]);
    expect((await userBindings(sid).fetch()).userSid).toBe(anna.sid);
    await expect(userBindings(bens).fetch()).rejects.toMatchObject({ status: 404 });
    await expect(userBindings(bens).remove()).rejects.toMatchObject({ status: 404 });
    await userBindings(sid).remove();
    expect(await userBindings.list()).toEqual([]);
    expect(await service.bindings.list()).toHaveLength(1);
  });
});
