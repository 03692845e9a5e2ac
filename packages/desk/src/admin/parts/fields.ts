// Fields of forms: named as the API's parameters, so that a refusal finds the field it is about.
import type { ReactNode } from 'react';
import { type Parameters, RequestError } from '#desk/rest/request.ts';

type Value = string | boolean;
export type Values = Readonly<Record<string, Value>>;

/** What a field of a kind of its own is given. */
interface FieldState {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | null;
}

/** One field of a form. */
export interface FieldSpec {
  /** The parameter of the API. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly kind?: 'text' | 'number' | 'url' | 'password' | 'time' | 'long' | 'mono' | 'choice' | 'switch';
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly isRequired?: boolean;
  readonly placeholder?: string;
  /** Shown, and sent, only where it means something. */
  readonly when?: (values: Values) => boolean;
  /** A field of a kind of its own. */
  readonly render?: (state: FieldState) => ReactNode;
}

/** The fields that mean something with these values. */
export function shownFields(fields: readonly FieldSpec[], values: Values): readonly FieldSpec[] {
  return fields.filter(({ when }) => when?.(values) ?? true);
}

/** What is sent: the fields that are shown. */
export function parametersOf(fields: readonly FieldSpec[], values: Values): Parameters {
  return Object.fromEntries(
    shownFields(fields, values).map(({ name, kind }) => {
      const value = values[name] ?? (kind === 'switch' ? false : '');
      return [name, typeof value === 'string' && kind !== 'long' ? value.trim() : value];
    }),
  );
}

/** Whether something was changed. */
export function isChanged(before: Values, after: Values): boolean {
  return Object.keys(after).some((name) => (before[name] ?? '') !== (after[name] ?? ''));
}

/** The parameter a refusal is about, as its details or its sentence name it; null for others. */
export function parameterOf(error: unknown): string | null {
  if (!(error instanceof RequestError)) return null;
  const { parameter } = (error.details ?? {}) as { parameter?: unknown };
  if (typeof parameter === 'string') return parameter;
  return /parameter ([A-Za-z_.]+)/.exec(error.message)?.[1] ?? null;
}

/** The refusal without the words that only name the parameter, as a sentence. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const reason = message.replace(/^Invalid value for parameter [\w.]+: /, '');
  return reason.charAt(0).toUpperCase() + reason.slice(1);
}

/** Which field a refusal belongs to: null when to none of those shown, so that it is said of the whole form. */
export function fieldOf(error: unknown, fields: readonly FieldSpec[]): string | null {
  const parameter = parameterOf(error);
  if (parameter === null) return null;
  const found =
    fields.find(({ name }) => name === parameter) ??
    fields.find(({ name }) => name.toLowerCase() === parameter.split(/[.[]/)[0]?.toLowerCase());
  return found?.name ?? null;
}

/** Names of required fields that are empty. */
export function missingIn(fields: readonly FieldSpec[], values: Values): readonly string[] {
  return shownFields(fields, values)
    .filter(({ name, isRequired }) => isRequired && String(values[name] ?? '').trim() === '')
    .map(({ name }) => name);
}
