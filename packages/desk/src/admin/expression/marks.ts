// What of an expression is underlined.
import { type PieceKind, piecesOf } from './tokens.ts';

/** A mistake or a doubt with its place, as the server says it. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A stretch of the text that looks the same all along. */
interface Stretch {
  readonly text: string;
  readonly kind: PieceKind;
  readonly mark: Problem['severity'] | null;
}

/** A place has no width: the piece there is marked, at the end of the text the last one. */
function widened({ start, end, ...problem }: Problem, text: string): Problem {
  if (end > start) return { ...problem, start, end };
  const pieces = piecesOf(text).filter((piece) => piece.text.trim() !== '');
  const piece = pieces.find((candidate) => candidate.end > start) ?? pieces.at(-1);
  return { ...problem, start: piece?.start ?? 0, end: piece?.end ?? 0 };
}

/** The text in stretches; where an error and a doubt meet the error is marked. */
export function stretchesOf(text: string, problems: readonly Problem[]): readonly Stretch[] {
  const wide = problems.map((problem) => widened(problem, text));
  const edges = new Set(wide.flatMap(({ start, end }) => [start, end]));
  const stretches: Stretch[] = [];
  for (const piece of piecesOf(text)) {
    const inner = [...edges].filter((edge) => edge > piece.start && edge < piece.end).sort((a, b) => a - b);
    const cuts = [piece.start, ...inner, piece.end];
    for (const [index, start] of cuts.slice(0, -1).entries()) {
      const end = cuts[index + 1]!;
      const marks = wide.filter((problem) => problem.start < end && problem.end > start);
      const mark = marks.find(({ severity }) => severity === 'error') ?? marks[0];
      stretches.push({ text: text.slice(start, end), kind: piece.kind, mark: mark?.severity ?? null });
    }
  }
  return stretches;
}
