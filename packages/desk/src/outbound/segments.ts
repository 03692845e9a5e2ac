// How many parts a text message takes, as the agent types.

/** Characters of the alphabet of texts; those of the second row take the room of two. */
const SINGLE =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const DOUBLE = '^{}\\[~]|€\f';

/** The room a text takes. */
export interface Parts {
  readonly characters: number;
  readonly parts: number;
  /** A character outside the alphabet of texts makes every part shorter; the first such one. */
  readonly special: string | null;
}

/** Counts parts; no character is split between two. */
export function countParts(text: string): Parts {
  const characters = [...text];
  const special = characters.find((one) => !SINGLE.includes(one) && !DOUBLE.includes(one)) ?? null;
  const [alone, joined] = special === null ? [160, 153] : [70, 67];
  const width = (one: string) => (special !== null ? one.length : DOUBLE.includes(one) ? 2 : 1);
  let total = 0;
  let used = 0;
  let parts = 1;
  for (const one of characters) {
    total += width(one);
    if (used + width(one) > joined) {
      parts += 1;
      used = 0;
    }
    used += width(one);
  }
  return { characters: characters.length, parts: total <= alone ? 1 : parts, special };
}
