// What a template says, with its values or the gaps for them.
import type { Template } from './facts.ts';

const GAP = /\{\{([A-Za-z0-9_]{1,16})\}\}/g;
const FIELDS = ['header_text', 'title', 'body', 'subtitle', 'footer'] as const;

/** The words of a template with the gaps in them: those of its plainest type. */
export function wordsOf({ types }: Pick<Template, 'types'>): string {
  const content = types['twilio/text'] ?? Object.values(types)[0] ?? {};
  return FIELDS.map((field) => content[field])
    .filter((part) => typeof part === 'string' && part !== '')
    .join('\n');
}

/** The names of the gaps, in the order they are read; those only files or buttons have come last. */
export function gapsOf(template: Pick<Template, 'types' | 'variables'>): readonly string[] {
  const inWords = [...wordsOf(template).matchAll(GAP)].map(([, name]) => name as string);
  const inAll = [...JSON.stringify(template.types).matchAll(GAP)].map(([, name]) => name as string);
  return [...new Set([...inWords, ...inAll])];
}

/** The words with values in them; a gap without one stays to be seen. */
export function filled(template: Pick<Template, 'types'>, values: Readonly<Record<string, string>>): string {
  return wordsOf(template).replace(GAP, (gap, name: string) => values[name]?.trim() || gap);
}
