// Sync: a service with a document, a list and a map, an item in each, and a permission on each.
import type { Population } from '../population.ts';
import { shapeOf } from '../shapes.ts';

/** A text that stands in a path as it is. */
function plain(text: string): string {
  return text.replaceAll(/[^a-z0-9]+/g, '-');
}

async function makePermission(population: Population, object: string): Promise<void> {
  const path = `${object}/Permissions/${plain(population.text('identity'))}`;
  const form = { Read: 'true', Write: 'true', Manage: 'true' };
  const answer = await population.wire.post(population.account, path, form);
  if (answer.status !== 200) throw new Error(`POST ${path} is answered ${answer.status} ${answer.text}`);
  population.remember('identity', `${object}/Permissions`, answer.json.identity);
  population.forms.set(shapeOf(`${object}/Permissions`), form);
}

async function makeItem(
  population: Population,
  collection: string,
  form: Record<string, string>,
): Promise<string> {
  const path = `${collection}/Items`;
  const answer = await population.wire.post(population.account, path, form);
  if (answer.status !== 201) throw new Error(`POST ${path} is answered ${answer.status} ${answer.text}`);
  const place = String(answer.json.key ?? answer.json.index);
  population.members.set(shapeOf(path), place);
  population.forms.set(shapeOf(path), form);
  return place;
}

/** Lists count from 0 in every account: here each has its one item at the account's own number. */
async function makeListItem(population: Population, list: string, Data: string): Promise<void> {
  for (let index = 0; index <= population.number; index += 1) {
    const place = await makeItem(population, list, { Data });
    if (index === population.number) return;
    await population.wire.send(population.account, { method: 'DELETE', path: `${list}/Items/${place}` });
  }
}

export async function makeSync(population: Population): Promise<void> {
  const { sid } = await population.make('ISsync', '/sync/v1/Services', {
    FriendlyName: population.text('sync'),
  });
  const service = `/sync/v1/Services/${sid}`;
  const Data = JSON.stringify({ text: population.text('data') });
  const document = await population.make('ET', `${service}/Documents`, {
    UniqueName: population.text('document'),
    Data,
  });
  await makePermission(population, `${service}/Documents/${document.sid}`);
  const list = await population.make('ES', `${service}/Lists`, { UniqueName: population.text('list') });
  await makeListItem(population, `${service}/Lists/${list.sid}`, Data);
  await makePermission(population, `${service}/Lists/${list.sid}`);
  const map = await population.make('MP', `${service}/Maps`, { UniqueName: population.text('map') });
  const key = await makeItem(population, `${service}/Maps/${map.sid}`, {
    Key: plain(population.text('key')),
    Data,
  });
  population.names.set('key', key);
  await makePermission(population, `${service}/Maps/${map.sid}`);
}
