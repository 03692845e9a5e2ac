// What templates say, and the placeholders in it: `{{1}}`, `{{name}}`.

/** As the server knows them: nothing else is ever filled in. */
const PLACEHOLDER = /\{\{([A-Za-z0-9_]{1,16})\}\}/g;
const FIELDS = ['header_text', 'title', 'body', 'subtitle', 'footer', 'label'] as const;

/** The content types of a template, each with its fields. */
export type ContentTypes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The words of a template with the placeholders in them: those of its plainest type. */
export function wordsOf(types: ContentTypes): string {
  const content = types['twilio/text'] ?? Object.values(types)[0] ?? {};
  return FIELDS.map((field) => content[field])
    .filter((part) => typeof part === 'string' && part !== '')
    .join('\n');
}

/** The names of the placeholders in texts, each once, in the order they are read. */
export function placeholdersIn(...texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => [...text.matchAll(PLACEHOLDER)].map(([, name]) => name!)))];
}

/** What has to be filled in; what only files or buttons have comes last. */
export function gapsOf(types: ContentTypes): readonly string[] {
  return placeholdersIn(wordsOf(types), JSON.stringify(types));
}

/** A text with values in it; a placeholder without one stays to be seen. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(PLACEHOLDER, (placeholder, name: string) => values[name]?.trim() || placeholder);
}
