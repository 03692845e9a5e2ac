// The plugin service: plugins and versions are published, bundled and released, and what is released stays.
import { describe, expect, it } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';

describe.each(databases())('plugins on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });
  const account = async () => sdkClient(server.url, await server.addAccount()).flexApi.v1;
  type Flex = Awaited<ReturnType<typeof account>>;
  const publish = async (flex: Flex, uniqueName: string, version = '1.0.0') => {
    const plugin = await flex.plugins.create({ uniqueName });
    const made = await flex.plugins(plugin.sid).pluginVersions.create({
      versionParam: version,
      pluginUrl: `https://example.com/${uniqueName}/${version}.js`,
      changelog: 'first',
    });
    return { plugin, version: made };
  };
  const chosen = (versionSid: string, phase?: number) =>
    JSON.stringify({ plugin_version: versionSid, ...(phase === undefined ? {} : { phase }) });

  it('have one name each, by which they are found as well', async () => {
    const flex = await account();
    const plugin = await flex.plugins.create({
      uniqueName: 'crm',
      friendlyName: 'CRM',
      description: 'shows it',
    });
    await expect(flex.plugins.create({ uniqueName: 'crm' })).rejects.toMatchObject({ status: 409 });
    expect((await flex.plugins('crm').fetch()).sid).toBe(plugin.sid);
    const updated = await flex.plugins('crm').update({ description: 'shows more' });
    expect(updated).toMatchObject({ friendlyName: 'CRM', description: 'shows more', archived: false });
    await expect((await account()).plugins(plugin.sid).fetch()).rejects.toMatchObject({ status: 404 });
  });

  it('let one of many parallel creates win', async () => {
    const flex = await account();
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, () => flex.plugins.create({ uniqueName: 'crm' })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await flex.plugins.list()).toHaveLength(1);
  });

  it('have versions that are published once, the newest found as latest', async () => {
    const flex = await account();
    const { plugin, version } = await publish(flex, 'crm');
    const { pluginVersions } = flex.plugins(plugin.sid);
    await expect(
      pluginVersions.create({ versionParam: '1.0.0', pluginUrl: 'https://example.com/x.js' }),
    ).rejects.toMatchObject({ status: 409 });
    const second = await pluginVersions.create({
      versionParam: '1.1.0',
      pluginUrl: 'https://example.com/x.js',
    });
    expect((await pluginVersions('latest').fetch()).sid).toBe(second.sid);
    expect((await pluginVersions('1.0.0').fetch()).sid).toBe(version.sid);
    expect(await pluginVersions.list()).toHaveLength(2);
  });

  it('are served as the active release has them, whatever was published since', async () => {
    const flex = await account();
    const { plugin, version } = await publish(flex, 'crm');
    const other = await publish(flex, 'typewriter');
    const configuration = await flex.pluginConfigurations.create({
      name: 'first',
      plugins: [chosen(version.sid), chosen(other.version.sid, 1)],
    });
    const release = await flex.pluginReleases.create({ configurationId: configuration.sid });
    await flex
      .plugins(plugin.sid)
      .pluginVersions.create({ versionParam: '2.0.0', pluginUrl: 'https://example.com/2.js' });
    expect((await flex.pluginReleases('active').fetch()).sid).toBe(release.sid);
    const served = await flex.pluginConfigurations('active').plugins.list();
    expect(served.map(({ uniqueName, version: served_, phase }) => [uniqueName, served_, phase])).toEqual([
      ['crm', '1.0.0', 3],
      ['typewriter', '1.0.0', 1],
    ]);
    const one = await flex.pluginConfigurations(configuration.sid).plugins('crm').fetch();
    expect(one).toMatchObject({ pluginSid: plugin.sid, pluginVersionSid: version.sid, changelog: 'first' });
  });

  it('that agents are served cannot be archived; what was served before can', async () => {
    const flex = await account();
    const { plugin, version } = await publish(flex, 'crm');
    const first = await flex.pluginConfigurations.create({ name: 'first', plugins: [chosen(version.sid)] });
    await flex.pluginReleases.create({ configurationId: first.sid });
    const archive = [
      () => flex.pluginArchive(plugin.sid).update(),
      () => flex.pluginVersionArchive(plugin.sid, version.sid).update(),
      () => flex.pluginConfigurationArchive(first.sid).update(),
    ];
    for (const one of archive) await expect(one()).rejects.toMatchObject({ status: 409 });
    const empty = await flex.pluginConfigurations.create({ name: 'none' });
    await flex.pluginReleases.create({ configurationId: empty.sid });
    for (const one of archive) expect((await one()).archived).toBe(true);
    await expect(flex.pluginReleases.create({ configurationId: first.sid })).rejects.toMatchObject({
      code: 20001,
    });
    await expect(
      flex.pluginConfigurations.create({ name: 'again', plugins: [chosen(version.sid)] }),
    ).rejects.toMatchObject({ code: 20001 });
    await expect(
      flex
        .plugins(plugin.sid)
        .pluginVersions.create({ versionParam: '3', pluginUrl: 'https://example.com/3.js' }),
    ).rejects.toMatchObject({ code: 20001 });
  });

  it('are bundled once each, in versions of the account', async () => {
    const flex = await account();
    const { plugin, version } = await publish(flex, 'crm');
    const second = await flex
      .plugins(plugin.sid)
      .pluginVersions.create({ versionParam: '2', pluginUrl: 'https://example.com/2.js' });
    const foreign = await publish(await account(), 'crm');
    for (const plugins of [
      [chosen(version.sid), chosen(second.sid)],
      [chosen(foreign.version.sid)],
      [chosen(newSid('FV'))],
      ['{'],
      ['"text"'],
      ['{"plugin_version":"crm"}'],
      [chosen(version.sid, -1)],
    ])
      await expect(flex.pluginConfigurations.create({ name: 'x', plugins })).rejects.toMatchObject({
        code: 20001,
      });
    expect(await flex.pluginConfigurations.list()).toEqual([]);
    await expect(flex.pluginReleases.create({ configurationId: newSid('FJ') })).rejects.toMatchObject({
      status: 404,
    });
  });
});
