// Mistakes in requests to Sync.
import { refused } from './row.ts';

const SERVICES = '/sync/v1/Services';
const SERVICE = `${SERVICES}/{ISsync}`;
const DOCUMENTS = `POST ${SERVICE}/Documents`;
const DOCUMENT = `POST ${SERVICE}/Documents/{ET}`;
const LIST_ITEMS = `POST ${SERVICE}/Lists/{ES}/Items`;
const MAP_ITEMS = `POST ${SERVICE}/Maps/{MP}/Items`;
const UNKNOWN = '404/20404';
const BIG = JSON.stringify({ text: 'x'.repeat(16_400) });

const services = [
  refused('a setting that is no flag', `POST ${SERVICES}`, { AclEnabled: 'maybe' }, '400/20001 AclEnabled'),
  refused('a webhook that is no URL', `POST ${SERVICES}`, { WebhookUrl: 'x' }, '400/20001 WebhookUrl'),
  refused(
    'a window of a day',
    `POST ${SERVICES}`,
    { ReachabilityDebouncingWindow: '86400000' },
    '400/20001 ReachabilityDebouncingWindow',
  ),
  refused('a service nobody has', `GET ${SERVICES}/{no:IS}`, null, UNKNOWN),
  refused('a service of another account', `GET ${SERVICES}/{other:ISsync}/Documents`, null, UNKNOWN),
];

const objects = [
  refused('data that is no JSON', DOCUMENTS, { Data: '{' }, '400/54008'),
  refused('data that is a list', DOCUMENTS, { Data: '[]' }, '400/54008'),
  refused('data that is too large', DOCUMENTS, { Data: BIG }, '413/54006'),
  refused('data nested too deeply', DOCUMENTS, { Data: `{"a":${'['.repeat(5_000)}` }, '400/54008'),
  refused('a negative time to live', DOCUMENTS, { Ttl: '-1' }, '400/54011'),
  refused('a time to live of two years', DOCUMENTS, { Ttl: '63072000' }, '400/54011'),
  refused('half a second to live', DOCUMENTS, { Ttl: '0.5' }, '400/54011'),
  refused('a name that looks like a SID', DOCUMENTS, { UniqueName: `ET${'0'.repeat(32)}` }, '400/54302'),
  refused('a name that is too long', DOCUMENTS, { UniqueName: 'x'.repeat(321) }, '400/54302'),
  refused('two names', DOCUMENTS, { UniqueName: ['a', 'b'] }, '400/54302'),
  refused('no data', DOCUMENT, { Data: '' }, '400/20001 Data'),
  refused('an old revision', DOCUMENT, { Data: '{}' }, '412/54103', { headers: { 'if-match': '17' } }),
  refused('a list under the SID of a map', `GET ${SERVICE}/Lists/{MP}`, null, UNKNOWN),
  refused('an object nobody has', `POST ${SERVICE}/Maps/{no:MP}`, { Ttl: '60' }, UNKNOWN),
  refused('an endless life for a list', `POST ${SERVICE}/Lists`, { CollectionTtl: 'x' }, '400/54011'),
  refused('a permission half said', `${DOCUMENT}/Permissions/ann`, { Read: 'true' }, '400/20001 Write'),
  refused(
    'a permission of no meaning',
    `${DOCUMENT}/Permissions/ann`,
    { Read: '2', Write: 'true', Manage: 'true' },
    '400/20001 Read',
  ),
  refused('a permission nobody gave', `DELETE ${SERVICE}/Maps/{MP}/Permissions/nobody`, null, UNKNOWN),
];

const items = [
  refused('an item without data', LIST_ITEMS, {}, '400/20001 Data'),
  refused('an item that is a number', LIST_ITEMS, { Data: '17' }, '400/54008'),
  refused('an index nobody has', `POST ${SERVICE}/Lists/{ES}/Items/999`, { Data: '{}' }, UNKNOWN),
  refused('an index that is no number', `GET ${SERVICE}/Lists/{ES}/Items/first`, null, UNKNOWN),
  refused('an item changed by nothing', `${LIST_ITEMS}/0`, {}, '400/54010'),
  refused('an old revision of an item', `${LIST_ITEMS}/0`, { Data: '{}' }, '412/54155', {
    headers: { 'if-match': '"17"' },
  }),
  refused('items from nowhere', `GET ${SERVICE}/Lists/{ES}/Items?From=x`, null, '400/20001 From'),
  refused('items in no order', `GET ${SERVICE}/Lists/{ES}/Items?Order=up`, null, '400/20001 Order'),
  refused('items within no bounds', `GET ${SERVICE}/Maps/{MP}/Items?Bounds=x`, null, '400/20001 Bounds'),
  refused('an item without a key', MAP_ITEMS, { Data: '{}' }, '400/20001 Key'),
  refused('a key that is too long', MAP_ITEMS, { Key: 'x'.repeat(321), Data: '{}' }, '400/54209'),
  refused('a key that is taken', MAP_ITEMS, { Key: '{key}', Data: '{}' }, '409/54208'),
  refused('a key nobody has', `DELETE ${SERVICE}/Maps/{MP}/Items/none`, null, UNKNOWN),
];

export const syncMistakes = [...services, ...objects, ...items];
