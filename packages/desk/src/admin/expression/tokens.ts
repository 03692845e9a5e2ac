// An expression cut into pieces for colouring and completing. What is right and wrong in it is the server's to say.

/** What a piece is. */
export type PieceKind = 'string' | 'number' | 'keyword' | 'operator' | 'name' | 'other';

/** A piece of the text; all of them together are the text. */
export interface Piece {
  readonly kind: PieceKind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const KINDS: readonly (readonly [PieceKind, RegExp])[] = [
  ['string', /'(?:\\.|[^'\\])*(?:'|$)|"(?:\\.|[^"\\])*(?:"|$)/y],
  ['keyword', /\b(?:AND|OR|NOT|HAS|IN|CONTAINS|true|false|null)\b/iy],
  ['number', /-?\d+(?:\.\d+)?/y],
  ['name', /[\p{L}_][\p{L}\p{N}_.[\]]*/uy],
  ['operator', /[=!<>]=?/y],
  ['other', /\s+|./suy],
];

/** Cuts a text into its pieces. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; ) {
    for (const [kind, pattern] of KINDS) {
      pattern.lastIndex = at;
      const found = pattern.exec(text)?.[0];
      if (!found) continue;
      pieces.push({ kind, start: at, end: at + found.length, text: found });
      break;
    }
    at = pieces.at(-1)!.end;
  }
  return pieces;
}
