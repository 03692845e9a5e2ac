// The operations of the running server, from its own routes, each with its documented fields where it has any.
import type { Route } from '#http/resource.ts';
import { listOperations, type Operation, products } from '../support/openapi/documents.ts';
import { type RequestField, requestFields } from '../support/openapi/example-values.ts';
import type { TestServer } from '../support/start-server.ts';

/** A route of the server. */
export interface BuiltOperation {
  readonly method: Route['method'];
  /** Path with the product in front and `{Parameters}` in it. */
  readonly path: string;
  /** How the product's documents describe it; undefined for operations that are our own. */
  readonly documented: Operation | undefined;
  /** Documented fields that are not in the path. */
  readonly fields: readonly RequestField[];
  readonly bodyType: 'form' | 'json';
}

/** `GET /chat/v2/Services`. */
export function addressOf({ method, path }: Pick<BuiltOperation, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

/** Every operation the server has. */
export function builtOperations(server: TestServer): BuiltOperation[] {
  const documented = new Map(
    products.flatMap((product) =>
      listOperations(product).map((operation) => [
        `${operation.method} /${operation.host}${operation.path}`,
        operation,
      ]),
    ),
  );
  return server.app.routes.map(({ method, product, path, operation }) => {
    const place = { method, path: `/${product}${path}` };
    const found = documented.get(addressOf(place));
    return {
      ...place,
      documented: found,
      fields: found === undefined ? [] : requestFields(found).filter((field) => field.in !== 'path'),
      bodyType: operation.kind === 'write' && operation.body === 'json' ? 'json' : 'form',
    };
  });
}
