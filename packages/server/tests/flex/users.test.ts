// Flex users are the workers of an account: found under the same digits, changed beside the worker.
import { describe, expect, it } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { databases } from '../support/databases.ts';
import { useFlex } from './flex-fixture.ts';

describe.each(databases())('Flex users on $name', ({ create }) => {
  const flex = useFlex(create, { lives: 'a file' });
  const instance = () => `GO${flex.server.account.sid.slice(2)}`;
  const userOf = (workerSid: string, instanceSid = instance()) =>
    flex.client.flexApi.v2.flexUser(instanceSid, `FU${workerSid.slice(2)}`);
  const workspace = () => flex.client.taskrouter.v1.workspaces(flex.world.workspaceSid);

  it('are what their worker says until something is set', async () => {
    const worker = await workspace().workers.create({
      friendlyName: 'anna',
      attributes: '{"roles":["agent",7],"email":"anna@example.com"}',
    });
    const user = await userOf(worker.sid).fetch();
    expect(user).toMatchObject({
      workerSid: worker.sid,
      workspaceSid: flex.world.workspaceSid,
      instanceSid: instance(),
      username: 'anna',
      email: 'anna@example.com',
      roles: ['agent'],
      locale: null,
      userSid: null,
      version: 1,
    });
  });

  it('keep what is set, a version for each change, and what is not said', async () => {
    const worker = await workspace().workers.create({ friendlyName: 'bob' });
    const chat = flex.client.chat.v2.services(flex.world.chatServiceSid);
    const { sid: userSid } = await chat.users.create({ identity: 'bob' });
    await expect(userOf(worker.sid).update({ userSid: newSid('US') })).rejects.toMatchObject({ code: 20001 });
    await userOf(worker.sid).update({ email: 'bob@example.com', userSid });
    const updated = await userOf(worker.sid).update({ locale: 'de-DE' });
    expect(updated).toMatchObject({ email: 'bob@example.com', userSid, locale: 'de-DE', version: 3 });
  });

  it('are not found in another instance, nor without a worker', async () => {
    const [worker] = await workspace().workers.list();
    await expect(userOf(worker!.sid, newSid('GO')).fetch()).rejects.toMatchObject({ status: 404 });
    await expect(userOf(newSid('WK')).fetch()).rejects.toMatchObject({ status: 404 });
    await expect(userOf(newSid('WK')).update({ locale: 'en' })).rejects.toMatchObject({ status: 404 });
  });
});
