// The declaration of a resource: its paths, its operations and its presenter, in one place.

import type { Product } from './addresses.ts';
import type { ListOperation, Presentation, ReadOperation, WriteOperation } from './operations.ts';

/** A resource of a product, declared once. Behaviour lives in the commands it names, never in the declaration. */
export interface Resource<Row> {
  readonly product: Product;
  /** Path of the collection with `{Parameters}`, below the product (`/v1/Services/{ServiceSid}/Sessions`). */
  readonly path: string;
  /** Path of one member; `<path>/{Sid}` when not given. */
  readonly memberPath?: string;
  /** Name of the list in answers. */
  readonly key: string;
  /** How lists are paged on the wire: `meta` with absolute URLs, or the flat style of the 2010 API. */
  readonly paging?: 'meta' | '2010';
  readonly present: (row: Row, presentation: Presentation) => Record<string, unknown>;
  /** Version of a row, for resources that answer with an ETag. */
  readonly etag?: (row: Row) => number;
  readonly create?: WriteOperation<Row>;
  readonly list?: ListOperation<Row>;
  readonly fetch?: ReadOperation<Row>;
  readonly update?: WriteOperation<Row>;
  readonly remove?: WriteOperation<null>;
}

/** One route: a method, a path and the operation behind it. */
export interface Route {
  readonly product: Product;
  readonly method: 'GET' | 'POST' | 'DELETE' | 'PUT';
  readonly path: string;
  readonly operation: WriteOperation<unknown> | ReadOperation<unknown> | ListOperation<unknown>;
  readonly status: number;
  readonly key: string;
  readonly paging: 'meta' | '2010';
  readonly present: (row: never, presentation: Presentation) => Record<string, unknown>;
  readonly etag: ((row: never) => number) | undefined;
}

/** The routes a resource consists of. */
export function routesOf<Row>(resource: Resource<Row>): Route[] {
  const member = resource.memberPath ?? `${resource.path}/{Sid}`;
  const common = {
    product: resource.product,
    key: resource.key,
    paging: resource.paging ?? 'meta',
    present: resource.present as Route['present'],
    etag: resource.etag as Route['etag'],
  } as const;
  const declared = [
    { method: 'POST', path: resource.path, operation: resource.create, status: 201 },
    { method: 'GET', path: resource.path, operation: resource.list, status: 200 },
    { method: 'GET', path: member, operation: resource.fetch, status: 200 },
    { method: 'POST', path: member, operation: resource.update, status: 200 },
    { method: 'DELETE', path: member, operation: resource.remove, status: 204 },
  ] as const;
  return declared.flatMap(({ operation, status, ...place }) => {
    if (operation === undefined) return [];
    const declaredStatus = operation.kind === 'write' ? operation.status : undefined;
    return [
      { ...common, ...place, operation: operation as Route['operation'], status: declaredStatus ?? status },
    ];
  });
}

/** A single route outside the usual five of a resource. */
export function action<Row>(
  place: Pick<Route, 'product' | 'method' | 'path'>,
  operation: WriteOperation<Row> | ReadOperation<Row>,
  present: (row: Row, presentation: Presentation) => Record<string, unknown>,
): Route {
  return {
    ...place,
    operation: operation as Route['operation'],
    status: (operation.kind === 'write' ? operation.status : undefined) ?? 200,
    key: '',
    paging: 'meta',
    present: present as Route['present'],
    etag: undefined,
  };
}
