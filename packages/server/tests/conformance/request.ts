// Builds the raw request of an operation from its path parameters and its input by wire name.

import type { Operation } from '../support/openapi/documents.ts';

/** Parameters by documented name. Lists repeat the key, objects travel as JSON text, null as nothing. */
export type Input = Readonly<Record<string, unknown>>;

/** A request as it goes over the wire, below the server's address. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, with the product in front. */
  readonly url: string;
  readonly body: string | undefined;
  readonly contentType: string | undefined;
}

/** Form encoding of an input, as the official clients do it. */
export function encodeForm(input: Input): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value]) form.append(name, textOf(item));
  }
  return form;
}

function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The path of an operation with its parameters filled in; throws when one is missing. */
export function pathOf(operation: Operation, parameters: Readonly<Record<string, string>>): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`${operation.operationId} needs the path parameter ${name}`);
    return encodeURIComponent(value);
  });
  return `/${operation.host}${path}`;
}

/** The request an operation takes: form in the body of a POST or PUT, else in the query, or JSON where documented. */
export function wireRequest(
  operation: Operation,
  parameters: Readonly<Record<string, string>>,
  input: Input,
): WireRequest {
  const path = pathOf(operation, parameters);
  const { method } = operation;
  if (method === 'GET' || method === 'DELETE') {
    const query = encodeForm(input);
    const url = query.size > 0 ? `${path}?${query}` : path;
    return { method, url, body: undefined, contentType: undefined };
  }
  const contentType = operation.requestBody?.contentType ?? 'application/x-www-form-urlencoded';
  const body = contentType === 'application/json' ? JSON.stringify(input) : encodeForm(input).toString();
  return { method, url: path, body, contentType };
}
