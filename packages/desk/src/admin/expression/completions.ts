// What could be written next in an expression.
import { type Piece, piecesOf } from './tokens.ts';

/** Where an expression stands: that decides which names mean something in it. */
export type ExpressionKind = 'worker' | 'task' | 'target' | 'skip';

/** What there is to name. */
export interface Vocabulary {
  readonly workerNames: readonly string[];
  readonly taskNames: readonly string[];
}

/** Something that could be written between `from` and `to`. */
interface Completion {
  readonly text: string;
  readonly hint: 'attribute' | 'operator' | 'word' | 'field';
}

export interface Completions {
  readonly from: number;
  readonly to: number;
  readonly options: readonly Completion[];
}

const COMPARISONS = ['==', '!=', '>', '>=', '<', '<=', 'HAS', 'IN', 'NOT IN', 'CONTAINS'];
const CONNECTIVES = ['AND', 'OR'];
const WORKER_FIELDS = ['friendly_name', 'sid', 'activity_name'];
const TIMES = ['dayOfWeek', 'currentTime', 'currentHour', 'currentMin'].map((name) => `taskrouter.${name}`);
const MOST = 8;

const under = (root: string, names: readonly string[]) => names.map((name) => `${root}.${name}`);

/** Every name that means something in an expression of the kind. */
function namesFor(kind: ExpressionKind, { workerNames, taskNames }: Vocabulary): readonly Completion[] {
  const attribute = (text: string): Completion => ({ text, hint: 'attribute' });
  const field = (text: string): Completion => ({ text, hint: 'field' });
  switch (kind) {
    case 'worker':
      return [...workerNames.map(attribute), ...WORKER_FIELDS.map(field)];
    case 'task':
      return [...taskNames.map(attribute), ...TIMES.map(field)];
    case 'target':
      return [
        ...under('worker', workerNames).map(attribute),
        ...under('task', taskNames).map(attribute),
        ...under('worker', WORKER_FIELDS).map(field),
        ...TIMES.map(field),
      ];
    case 'skip':
      return [
        field('workers.available'),
        field('workers.unavailable'),
        ...under('task', taskNames).map(attribute),
      ];
  }
}

const isComparison = ({ kind, text }: Piece) =>
  kind === 'operator' || (kind === 'keyword' && /^(has|in|contains)$/i.test(text));

/** What the grammar expects after these pieces: a name, how it is compared, or how it goes on. */
function expected(before: readonly Piece[]): 'name' | 'comparison' | 'value' | 'connective' {
  const last = before.at(-1);
  if (last === undefined || /^(and|or|not)$/i.test(last.text) || last.text === '(') return 'name';
  if (isComparison(last)) return 'value';
  if (/^[[,]$/.test(last.text)) return 'value';
  const isDone = before.some(
    (piece, index) => isComparison(piece) && index > before.findLastIndex(isConnective),
  );
  return isDone || last.text === ')' ? 'connective' : 'comparison';
}

function isConnective({ kind, text }: Piece): boolean {
  return kind === 'keyword' && /^(and|or)$/i.test(text);
}

/** What could be written at the caret; null inside of a string, and where nothing fits. */
export function completionsAt(
  text: string,
  caret: number,
  kind: ExpressionKind,
  vocabulary: Vocabulary,
): Completions | null {
  const pieces = piecesOf(text.slice(0, caret));
  const last = pieces.at(-1);
  if (last?.kind === 'string') return null;
  const isTyping = last !== undefined && ['name', 'keyword', 'operator'].includes(last.kind);
  const written = isTyping ? last.text.toLowerCase() : '';
  const before = (isTyping ? pieces.slice(0, -1) : pieces).filter((piece) => piece.text.trim() !== '');
  const wanted = expected(before);
  const all: readonly Completion[] =
    wanted === 'comparison'
      ? COMPARISONS.map((word) => ({ text: word, hint: 'operator' }))
      : wanted === 'connective'
        ? CONNECTIVES.map((word) => ({ text: word, hint: 'word' }))
        : namesFor(kind, vocabulary);
  if (wanted === 'value' && (kind !== 'target' || written === '')) return null;
  const options = all
    .filter(
      (option) => option.text.toLowerCase().startsWith(written) && option.text.toLowerCase() !== written,
    )
    .slice(0, MOST);
  if (options.length === 0) return null;
  return { from: caret - written.length, to: caret, options };
}

/** Names of the attributes that objects have, the most frequent first; nested ones by their path. */
export function attributeNames(texts: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  const visit = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      counts.set(path, (counts.get(path) ?? 0) + 1);
      return;
    }
    for (const [name, inner] of Object.entries(value)) {
      if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) visit(inner, path === '' ? name : `${path}.${name}`);
    }
  };
  for (const text of texts) {
    try {
      visit(JSON.parse(text), '');
    } catch {
      // What cannot be read has no names.
    }
  }
  counts.delete('');
  return [...counts].sort(([a, many], [b, more]) => more - many || a.localeCompare(b)).map(([name]) => name);
}
