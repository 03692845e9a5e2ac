// The plugins of the desk, as it asks for them, and the switch of each:
//
//   GET  /desk/v1/Plugins                     those for the role of whoever asks; all of them for admins and programs
//   POST /desk/v1/Plugins/{name}  {Enabled}   on or off in the account
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { originOf, prefixOf } from '#http/addresses.ts';
import type { RawInput } from '#http/form-body.ts';
import { presentList } from '#http/list-answer.ts';
import { readPageRequest } from '#http/paging.ts';
import { bool, readInput } from '#http/parameters.ts';
import { notFound } from '#kernel/errors.ts';
import type { Context } from '#server/context.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { Plugin, PluginList } from './plugin-list.ts';

const input = z.object({ Enabled: bool() });

/** What was said of plugins in an account. */
async function switchesOf(db: Reader, accountSid: string): Promise<Map<string, boolean>> {
  const rows = await db
    .selectFrom('desk_plugins')
    .select(['name', 'is_enabled'])
    .where('account_sid', '=', accountSid)
    .execute();
  return new Map(rows.map(({ name, is_enabled }) => [name, is_enabled === 1]));
}

async function switchPlugin(
  tx: Transaction,
  accountSid: string,
  name: string,
  isEnabled: boolean,
): Promise<void> {
  const said = { is_enabled: isEnabled ? 1 : 0, date_updated: tx.now };
  await tx.db
    .insertInto('desk_plugins')
    .values({ account_sid: accountSid, name, ...said })
    .onConflict((conflict) => conflict.columns(['account_sid', 'name']).doUpdateSet(said))
    .execute();
}

function presentPlugin(plugin: Plugin, isEnabled: boolean | undefined) {
  const { name, version, src, type, enabled, roles } = plugin;
  return { name, version, src, type, enabled: isEnabled ?? enabled, roles: roles ?? null };
}

/** Adds the endpoints. */
export function addPluginEndpoints(server: FastifyInstance, context: Context, plugins: PluginList): void {
  const { authenticator, database } = context;

  server.get('/desk/v1/Plugins', async (request) => {
    const { accountSid, person } = await authenticator.callerOf(request);
    const role = person?.role ?? 'admin';
    const switches = await switchesOf(database.read, accountSid);
    const shown = plugins
      .all()
      .filter(({ roles }) => role === 'admin' || roles === undefined || roles.includes(role));
    return presentList(
      { key: 'plugins', paging: 'meta' },
      {
        base: originOf(request.protocol, request.host) + prefixOf(request.raw),
        url: request.url,
        input: {},
      },
      readPageRequest({}),
      { rows: shown, hasNext: false, hasPrevious: false },
      [{ column: 'name', direction: 'asc' }],
      shown.map((plugin) => presentPlugin(plugin, switches.get(plugin.name))),
    );
  });

  server.post('/desk/v1/Plugins/:name', async (request) => {
    const { accountSid } = await authenticator.callerOf(request);
    const { name } = request.params as { name: string };
    const plugin = plugins.all().find((candidate) => candidate.name === name);
    if (plugin === undefined) throw notFound(`/Plugins/${name}`);
    const { Enabled: isEnabled } = readInput(input, (request.body ?? {}) as RawInput);
    await database.transaction((tx) => switchPlugin(tx, accountSid, name, isEnabled));
    return presentPlugin(plugin, isEnabled);
  });
}
