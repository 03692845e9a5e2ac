// Templates as an agent chooses them: what they say, what must be filled in, whether the channel has approved them.

export type Approval =
  | 'approved'
  | 'pending'
  | 'received'
  | 'rejected'
  | 'paused'
  | 'disabled'
  | 'unsubmitted';

/** A template as the list with approvals shows it. */
export interface ContentRecord {
  readonly sid: string;
  readonly friendly_name: string;
  readonly language: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly approval_requests?: { readonly status?: string } | null;
}

export interface Template {
  readonly sid: string;
  readonly name: string;
  readonly language: string;
  readonly approval: Approval;
  readonly body: string;
  /** Names in the order in which they appear, with the samples that were given for them. */
  readonly variables: readonly { readonly name: string; readonly sample: string }[];
}

const VARIABLE = /\{\{\s*([\w-]{1,64})\s*\}\}/g;
const WORDS_IN = ['body', 'title', 'subtitle', 'header_text', 'footer', 'label'];

/** The words of a content type; the one that says most stands for the template. */
function wordsOf(types: ContentRecord['types']): string {
  const texts = Object.values(types).map((fields) =>
    WORDS_IN.flatMap((name) => (typeof fields[name] === 'string' ? [fields[name]] : [])).join('\n'),
  );
  return texts.sort((one, other) => other.length - one.length)[0] ?? '';
}

/** Every variable, also of links and files. */
function variablesOf({ types, variables }: ContentRecord, body: string): Template['variables'] {
  const inOrder = [body, JSON.stringify(types)].flatMap((text) => [...text.matchAll(VARIABLE)]);
  const names = new Set([...inOrder.map(([, name]) => name!), ...Object.keys(variables ?? {})]);
  return [...names].map((name) => ({ name, sample: variables?.[name] ?? '' }));
}

/** A template of a record of the API. */
export function templateOf(record: ContentRecord): Template {
  const body = wordsOf(record.types);
  return {
    sid: record.sid,
    name: record.friendly_name || record.sid,
    language: record.language,
    approval: (record.approval_requests?.status ?? 'unsubmitted') as Approval,
    body,
    variables: variablesOf(record, body),
  };
}

/** Approved ones first, then by name. */
export function inOrderOfUse(templates: readonly Template[]): Template[] {
  const rank = ({ approval }: Template) => (approval === 'approved' ? 0 : 1);
  return templates.toSorted((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}

const REFUSED: ReadonlySet<Approval> = new Set(['rejected', 'paused', 'disabled']);

/** Whether the channel takes it now: where a window counts, outside of it approved ones only. */
export function mayBeSent({ approval }: Template, isWindowed: boolean, isWindowOpen: boolean): boolean {
  if (!isWindowed) return true;
  return isWindowOpen ? !REFUSED.has(approval) : approval === 'approved';
}

/** The words with values in them; what has none yet stays as it is. */
export function withValues(body: string, values: Readonly<Record<string, string>>): string {
  return body.replaceAll(VARIABLE, (whole, name: string) => values[name] || whole);
}
