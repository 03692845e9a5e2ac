// Finds the words that were sought in what was said, as the search does: without regard to case and accents, and from
// the beginning of a word.

/** A piece of a text, and whether it was sought. */
interface Piece {
  readonly text: string;
  readonly isFound: boolean;
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
/** From so many characters on a word finds those that begin with it. */
const BEGINNING = 3;

function plain(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

/** The text in pieces. */
export function highlighted(text: string, query: string): readonly Piece[] {
  const sought = (query.match(WORD) ?? []).map(plain);
  if (sought.length === 0) return text === '' ? [] : [{ text, isFound: false }];
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(WORD)) {
    const word = plain(match[0]);
    const isFound = sought.some((one) => (one.length >= BEGINNING ? word.startsWith(one) : word === one));
    if (!isFound) continue;
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), isFound: false });
    pieces.push({ text: match[0], isFound: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isFound: false });
  return pieces;
}

/** Where a long text is shortened. */
const BEFORE = 60;

/** The part of a text around the first sought word, short enough for a list. */
export function excerpt(text: string, query: string, most = 220): string {
  if (text.length <= most) return text;
  const pieces = highlighted(text, query);
  const found = pieces.findIndex(({ isFound }) => isFound);
  const at = found === -1 ? 0 : pieces.slice(0, found).reduce((sum, piece) => sum + piece.text.length, 0);
  const from = Math.max(0, Math.min(at - BEFORE, text.length - most));
  const start = from === 0 ? 0 : text.indexOf(' ', from) + 1;
  const shown = text.slice(start, start + most);
  return `${start === 0 ? '' : '… '}${shown}${start + most < text.length ? ' …' : ''}`;
}
