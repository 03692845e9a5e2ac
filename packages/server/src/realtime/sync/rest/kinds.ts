// What the REST resources of documents, lists and maps are called.
import type { SyncKind } from '../objects.ts';

/** The names of one kind of objects in REST. */
export interface KindNames {
  readonly kind: SyncKind;
  /** Path of the collection. */
  readonly path: string;
  /** Name of the path parameter where other resources lie below an object. */
  readonly parameter: string;
  /** Name of a list of them in answers. */
  readonly key: string;
  /** Key of an object's SID in what lies below it. */
  readonly sidKey: string;
}

const SERVICE = '/v1/Services/{ServiceSid}';

/** The names of every kind. */
export const KIND_NAMES: Readonly<Record<SyncKind, KindNames>> = {
  document: {
    kind: 'document',
    path: `${SERVICE}/Documents`,
    parameter: 'DocumentSid',
    key: 'documents',
    sidKey: 'document_sid',
  },
  list: { kind: 'list', path: `${SERVICE}/Lists`, parameter: 'ListSid', key: 'lists', sidKey: 'list_sid' },
  map: { kind: 'map', path: `${SERVICE}/Maps`, parameter: 'MapSid', key: 'maps', sidKey: 'map_sid' },
};

/** Where an object is in REST. */
export function objectUrl(base: string, row: { service_sid: string; kind: SyncKind; sid: string }): string {
  return `${base}${KIND_NAMES[row.kind].path.replace('{ServiceSid}', row.service_sid)}/${row.sid}`;
}
