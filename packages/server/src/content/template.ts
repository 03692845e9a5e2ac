// What a template may consist of: checked when it is made or changed, so that it can be sent ever after.
import type { z } from 'zod';
import { type ApiError, apiError, invalidParameter } from '#kernel/errors.ts';
import type { ContentRow } from '#storage/schema/content.ts';
import { brokenPlaceholder, isVariableName, textsIn, variablesIn } from './placeholders.ts';
import { type ContentType, isContentType, TYPE_SCHEMAS } from './type-schemas.ts';

/** Limits of "Using variables with content templates". */
const MOST_VARIABLES = 100;
export const LONGEST_VALUE = 1_600;
/** Far above what the documented fields can hold together. */
const LARGEST_TEMPLATE = 131_072;
const LONGEST_NAME = 256;

/** `en`, `fil`, `pt_BR`: the codes of WhatsApp's templates. */
const LANGUAGE = /^[a-z]{2,3}(_[A-Za-z]{2,4})?$/;

/** A template as a request describes it, before anything of it is known to be right. */
export interface GivenTemplate {
  readonly friendly_name?: unknown;
  readonly language?: unknown;
  readonly variables?: unknown;
  readonly types?: unknown;
}

/** The columns that are the template itself. */
export type Template = Pick<
  ContentRow,
  'friendly_name' | 'language' | 'variables' | 'types' | 'type_names' | 'searched_name' | 'searched'
>;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Checks a template. `before` is what it was until now, of which what is not given stays. Refused with 92001 without
 * types, 92003 and 92004 for the language, 92002 for too many variables, 92008 for an unknown type, else with 20001
 * naming the place in the request.
 */
export function readTemplate(given: GivenTemplate, before?: Template): Template {
  const name = given.friendly_name ?? before?.friendly_name ?? '';
  if (typeof name !== 'string') throw invalidParameter('friendly_name', 'it is not a string');
  if (name.length > LONGEST_NAME) {
    throw invalidParameter('friendly_name', `it is longer than ${LONGEST_NAME} characters`);
  }
  const types = readTypes(given.types);
  const variables = given.variables == null ? (before?.variables ?? '{}') : readSamples(given.variables);
  const text = JSON.stringify(types);
  if (text.length > LARGEST_TEMPLATE) {
    throw invalidParameter('types', `it is longer than ${LARGEST_TEMPLATE} characters`);
  }
  refuseTooManyPlaceholders(types);
  return {
    friendly_name: name,
    language: readLanguage(given.language ?? before?.language),
    variables,
    types: text,
    type_names: `,${Object.keys(types).join(',')},`,
    searched_name: name.toLowerCase(),
    searched: searchedText(types),
  };
}

function readLanguage(given: unknown): string {
  if (given === undefined || given === null || given === '') {
    throw apiError(92003, undefined, { parameter: 'language' });
  }
  if (typeof given !== 'string' || !LANGUAGE.test(given)) {
    throw apiError(92004, undefined, { parameter: 'language' });
  }
  return given;
}

function readTypes(given: unknown): Record<string, unknown> {
  if (given !== undefined && given !== null && !isObject(given)) {
    throw invalidParameter('types', 'it is not an object');
  }
  const present = Object.entries(given ?? {}).filter(([, content]) => content !== null);
  if (present.length === 0) throw apiError(92001, undefined, { parameter: 'types' });
  for (const [type, content] of present) {
    if (!isContentType(type)) {
      throw apiError(92008, `The content type ${type.slice(0, 60)} is not supported`, { parameter: 'types' });
    }
    const result = TYPE_SCHEMAS[type].safeParse(content);
    if (!result.success) throw refusalOf(type, result.error.issues[0]!);
    for (const text of textsIn(content)) {
      const broken = brokenPlaceholder(text);
      if (broken !== null) {
        throw invalidParameter(
          `types.${type}`,
          `${broken} is not a variable such as {{1}} or {{OrderNumber}}`,
        );
      }
    }
  }
  return Object.fromEntries(present);
}

function refusalOf(type: ContentType, issue: z.core.$ZodIssue): ApiError {
  const place = ['types', type, ...issue.path.map(String)].join('.');
  const inner = issue.code === 'invalid_union' ? issue.errors.flat()[0] : undefined;
  const reason =
    issue.code === 'invalid_type' || inner?.code === 'invalid_type'
      ? 'it is missing or has another type than documented'
      : (inner ?? issue).message;
  return invalidParameter(place, reason);
}

/** Sample values by name, as JSON. */
function readSamples(given: unknown): string {
  if (!isObject(given)) throw invalidParameter('variables', 'it is not an object');
  const entries = Object.entries(given);
  if (entries.length > MOST_VARIABLES) throw apiError(92002, undefined, { parameter: 'variables' });
  for (const [name, value] of entries) {
    if (!isVariableName(name)) {
      throw invalidParameter('variables', `${name.slice(0, 40)} is not the name of a variable`);
    }
    if (typeof value !== 'string') throw invalidParameter(`variables.${name}`, 'it is not a string');
    if (value.length > LONGEST_VALUE) {
      throw invalidParameter(`variables.${name}`, `it is longer than ${LONGEST_VALUE} characters`);
    }
  }
  return JSON.stringify(given);
}

function refuseTooManyPlaceholders(types: Record<string, unknown>): void {
  const names = new Set(textsIn(types).flatMap(variablesIn));
  if (names.size > MOST_VARIABLES) throw apiError(92002, undefined, { parameter: 'types' });
}

/** Fields people look for ("Manage your templates": body, title, subtitle and header text). */
const SEARCHED = ['body', 'title', 'subtitle', 'header_text'];

function searchedText(types: Record<string, unknown>): string {
  const fields = Object.values(types).flatMap((content) =>
    isObject(content) ? SEARCHED.map((name) => content[name]) : [],
  );
  return fields
    .filter((field) => typeof field === 'string')
    .join('\n')
    .toLowerCase();
}
