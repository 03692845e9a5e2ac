// The words of a text, as searches compare them: in lower case, without accents, cut where no letter or digit is.

/** Characters a word counts; what is longer is hardly a word. */
const LONGEST_WORD = 64;
/** Different words of one text that are looked at. */
const MOST_WORDS = 2_000;

/** Accents and other marks that are set on letters of European scripts. */
const ACCENTS = /[\u0300-\u036f]/g;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
/** Scripts that are written without spaces: each of their characters is a word. */
const UNSPACED =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}|\p{Script=Lao}|\p{Script=Khmer}|\p{Script=Myanmar}/u;
const PIECE = new RegExp(`${UNSPACED.source}|(?:(?!${UNSPACED.source})[\\p{L}\\p{N}\\p{M}])+`, 'gu');

function plain(text: string): string {
  return text.toWellFormed().normalize('NFKD').replace(ACCENTS, '').normalize('NFC').toLowerCase();
}

function cut(word: string): string {
  return word.length <= LONGEST_WORD ? word : [...word].slice(0, LONGEST_WORD).join('');
}

/** The different words of a text, in the order in which they first come. */
export function wordsOf(text: string): string[] {
  const words = new Set<string>();
  for (const [run] of plain(text).matchAll(WORD)) {
    for (const [piece] of UNSPACED.test(run) ? run.matchAll(PIECE) : [[run]]) words.add(cut(piece as string));
    if (words.size >= MOST_WORDS) break;
  }
  return [...words];
}
