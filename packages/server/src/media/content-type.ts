// What a file says it is: cleaned, checked, and whether a browser may show it in place.

/** What a file is when nothing usable is said. */
export const UNKNOWN_TYPE = 'application/octet-stream';

const TYPE = /^([a-z0-9!#$&^_.+-]{1,63}\/[a-z0-9!#$&^_.+-]{1,126})\s*(?:;|$)/;
const CHARSET = /;\s*charset\s*=\s*"?([a-z0-9][a-z0-9_.:-]{0,39})"?\s*(?:;|$)/;

/** The type a header names, in lower case and without parameters other than the character set of a text. */
export function cleanContentType(header: string | null | undefined): string {
  const given = (header ?? '').trim().toLowerCase();
  const type = TYPE.exec(given)?.[1];
  if (type === undefined) return UNKNOWN_TYPE;
  const charset = type.startsWith('text/') ? CHARSET.exec(given)?.[1] : undefined;
  return charset === undefined ? type : `${type}; charset=${charset}`;
}

function bare(contentType: string): string {
  return contentType.split(';', 1)[0]!;
}

/** Whether an operator takes files of this type; null stands for all. */
export function isTaken(contentType: string, patterns: readonly string[] | null): boolean {
  if (patterns === null) return true;
  const type = bare(contentType);
  return patterns.some((pattern) =>
    pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern,
  );
}

/** Pictures without scripts in them. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);

/** Whether a browser may show it where it stands. Whatever can hold a script is saved as a file instead. */
export function isShownInPlace(contentType: string): boolean {
  const type = bare(contentType);
  return PICTURES.has(type) || /^(audio|video)\//.test(type) || type === 'text/plain';
}
