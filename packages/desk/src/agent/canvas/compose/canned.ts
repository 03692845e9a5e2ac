// Canned responses: found as one types, filled with what is known of the customer, the agent and the task.

export interface CannedResponse {
  readonly sid: string;
  readonly name: string;
  readonly body: string;
  readonly shortcut: string | null;
  readonly language: string | null;
}

/** A shortcut being typed. */
export interface ShortcutQuery {
  readonly query: string;
  /** Where the slash is, and where the word ends. */
  readonly start: number;
  readonly end: number;
}

const AT_CARET = /(?:^|\s)\/([\p{L}\p{N}_-]{0,32})$/u;
const VARIABLE = /\{\{\s*([\p{L}\p{N}_.-]{1,64})\s*\}\}/gu;

/** The shortcut before the caret; null when none is being typed there. */
export function shortcutAt(text: string, caret: number): ShortcutQuery | null {
  const found = AT_CARET.exec(text.slice(0, caret));
  if (found === null) return null;
  const query = found[1]!;
  return { query, start: caret - query.length - 1, end: caret };
}

function rankOf({ shortcut, name, body }: CannedResponse, query: string): number {
  const word = shortcut?.toLocaleLowerCase() ?? '';
  const title = name.toLocaleLowerCase();
  if (word === query && query !== '') return 0;
  if (word.startsWith(query) && word !== '') return 1;
  if (title.startsWith(query)) return 2;
  if (title.includes(query)) return 3;
  return query.length > 2 && body.toLocaleLowerCase().includes(query) ? 4 : 9;
}

/** Those that fit what was typed, the closest first. */
export function fittingResponses(all: readonly CannedResponse[], typed: string): CannedResponse[] {
  const query = typed.trim().normalize('NFC').toLocaleLowerCase();
  return all
    .map((response) => ({ response, rank: rankOf(response, query) }))
    .filter(({ rank }) => rank < 9)
    .sort((one, other) => one.rank - other.rank || one.response.name.localeCompare(other.response.name))
    .map(({ response }) => response);
}

/** What variables stand for. */
export interface Facts {
  readonly customer: Readonly<Record<string, string | null>>;
  readonly agent: Readonly<Record<string, string | null>>;
  readonly task: Readonly<Record<string, unknown>>;
}

function factOf(name: string, facts: Facts): string | null {
  const [of, ...path] = name.split('.');
  if (path.length === 0 || !['customer', 'agent', 'task'].includes(of!)) return null;
  let value: unknown = facts[of as keyof Facts];
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return null;
    value = (value as Record<string, unknown>)[step];
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) || null : null;
}

/** The body with what is known filled in; what is unknown stays as it is. */
export function filled(body: string, facts: Facts): string {
  return body.replaceAll(VARIABLE, (whole, name: string) => factOf(name, facts) ?? whole);
}

/** A variable that is still in a text. */
interface OpenVariable {
  readonly text: string;
  readonly start: number;
}

/** What has not been filled in. */
export function openVariables(text: string): OpenVariable[] {
  return [...text.matchAll(VARIABLE)].map(({ 0: found, index }) => ({ text: found, start: index }));
}
