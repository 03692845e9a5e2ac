// How many parts a text takes as SMS: GSM 03.38 or UCS-2, alone or in parts.

const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENDED = new Set('^{}\\[~]|€\f');
const ALONE = { 'GSM-7': 160, 'UCS-2': 70 } as const;
const JOINED = { 'GSM-7': 153, 'UCS-2': 67 } as const;

export interface Segments {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly parts: number;
  /** What still fits into the last part. */
  readonly left: number;
  readonly characters: number;
  /** The first character outside the alphabet of texts, which makes every part shorter; null when all are in it. */
  readonly special: string | null;
}

/** The parts of a text; an empty one is one part. A character of two units is never split. */
export function smsSegments(text: string): Segments {
  const characters = [...text];
  const special = characters.find((one) => !BASIC.has(one) && !EXTENDED.has(one)) ?? null;
  const isGsm = special === null;
  const encoding = isGsm ? 'GSM-7' : 'UCS-2';
  const known = { encoding, characters: characters.length, special } as const;
  const widthOf = (character: string) => {
    if (!isGsm) return character.length;
    return EXTENDED.has(character) ? 2 : 1;
  };
  const widths = characters.map(widthOf);
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (total <= ALONE[encoding]) return { ...known, parts: 1, left: ALONE[encoding] - total };
  let parts = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > JOINED[encoding]) {
      parts += 1;
      used = 0;
    }
    used += width;
  }
  return { ...known, parts, left: JOINED[encoding] - used };
}
