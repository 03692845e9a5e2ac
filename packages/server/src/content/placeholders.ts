// Placeholders of templates: `{{1}}` and `{{OrderNumber}}`, where they are and what becomes of them.

/** Longest name of a variable ("Using variables with content templates"). */
const LONGEST_NAME = 16;

const PLACEHOLDER = /\{\{([A-Za-z0-9_]{1,16})\}\}/g;
const NAME = /^[A-Za-z0-9_]+$/;

/** Whether a variable may be called so: letters, digits and underscores, at most 16 of them. */
export function isVariableName(name: string): boolean {
  return name.length <= LONGEST_NAME && NAME.test(name);
}

/** Every text inside a JSON value, however deep, in its order. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** Names of the variables a text has placeholders for, each once. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name]) => name as string))];
}

/** The first thing in a text that begins like a placeholder and is none (`{{id name}}`, `{{}}`), or null. */
export function brokenPlaceholder(text: string): string | null {
  const rest = text.replace(PLACEHOLDER, '');
  const at = rest.indexOf('{{');
  return at === -1 ? null : rest.slice(at, at + LONGEST_NAME + 4);
}

/** The text with its placeholders replaced; one without a value stays as it is. */
export function fillPlaceholders(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => values.get(name) ?? whole);
}
