// What people wrote, cut into words and links. Nothing is ever taken as markup.

interface TextPart {
  readonly text: string;
  /** Where it leads; undefined for plain words. */
  readonly href?: string;
}

/** Characters that turn the order of what follows around, and controls nobody sees: they only serve to mislead. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const MISLEADING = /[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

const PATTERNS = [
  /https?:\/\/[^\s<>"'`]{1,2000}/,
  /mailto:[^\s<>"'`]{3,320}/,
  /tel:\+?[\d()./-]{3,40}/,
  /www\.[^\s<>"'`]{3,2000}/,
  /(?<![\w.+-])[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,5}/,
  /(?<![\w+])\+\d[\d ()-]{6,20}\d(?!\w)/,
];
const LINKS = new RegExp(PATTERNS.map(({ source }) => source).join('|'), 'giu');
const ALLOWED = new Set(['http:', 'https:', 'mailto:', 'tel:']);
const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** The text as it is shown. */
export function shownText(text: string): string {
  return text.replace(MISLEADING, '');
}

/** A full stop at the end is the sentence's; a bracket is the link's only when it was opened in it. */
function withoutTail(link: string): string {
  const counts = new Map<string, number>();
  for (const character of link) counts.set(character, (counts.get(character) ?? 0) + 1);
  let end = link.length;
  for (; end > 0; end -= 1) {
    const last = link[end - 1]!;
    const opener = CLOSERS[last];
    const isUnopened = opener !== undefined && (counts.get(opener) ?? 0) < counts.get(last)!;
    if (!isUnopened && !/[.,;:!?…*_~]/.test(last)) break;
    counts.set(last, counts.get(last)! - 1);
  }
  return link.slice(0, end);
}

function hrefOf(link: string): string | null {
  let address = link;
  if (/^www\./i.test(link)) address = `https://${link}`;
  else if (link.startsWith('+')) address = `tel:${link.replace(/[^\d+]/g, '')}`;
  else if (!/^[a-z]+:/i.test(link)) address = `mailto:${link}`;
  try {
    const { protocol, href } = new URL(address);
    return ALLOWED.has(protocol) ? href : null;
  } catch {
    return null;
  }
}

/** The parts of a text in order; their texts together are the shown text. */
export function textParts(body: string): TextPart[] {
  const text = shownText(body);
  const parts: TextPart[] = [];
  let done = 0;
  for (const match of text.matchAll(LINKS)) {
    const link = withoutTail(match[0]);
    const href = link === '' ? null : hrefOf(link);
    if (href === null) continue;
    if (match.index > done) parts.push({ text: text.slice(done, match.index) });
    parts.push({ text: link, href });
    done = match.index + link.length;
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}

const ONLY_EMOJI =
  /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200d|\ufe0f|\s)+$/u;
const MOST_LARGE = 5;

/** Whether a text is a few emoji and nothing else. */
export function isEmojiOnly(body: string): boolean {
  if (body.length > 64 || !ONLY_EMOJI.test(body)) return false;
  const marks = [...new Intl.Segmenter().segment(body)].filter(({ segment }) => segment.trim() !== '');
  return marks.length > 0 && marks.length <= MOST_LARGE;
}
