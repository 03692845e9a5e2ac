// How many parts a text is sent in: GSM 03.38 or UCS-2, alone or concatenated.

const GSM_BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const GSM_EXTENDED = new Set('^{}\\[~]|€\f');

/** The alphabet of a text and the number of SMS parts it takes. */
export interface Segmentation {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly segments: number;
}

/** Fills parts of `limit` units without splitting a character that takes two. */
function partsNeeded(widths: readonly number[], limit: number): number {
  let parts = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > limit) {
      parts += 1;
      used = 0;
    }
    used += width;
  }
  return parts;
}

/**
 * Counts the parts of an SMS text: 160 septets alone or 153 a part; 70 UTF-16 units alone or 67 a part when a
 * character is outside the GSM alphabet. An empty text is one part.
 */
export function segmentText(text: string): Segmentation {
  const characters = [...text];
  const isGsm = characters.every((character) => GSM_BASIC.has(character) || GSM_EXTENDED.has(character));
  const widths = characters.map((character) =>
    isGsm ? (GSM_EXTENDED.has(character) ? 2 : 1) : character.length,
  );
  const total = widths.reduce((sum, width) => sum + width, 0);
  const [alone, joined] = isGsm ? [160, 153] : [70, 67];
  return {
    encoding: isGsm ? 'GSM-7' : 'UCS-2',
    segments: total <= alone ? 1 : partsNeeded(widths, joined),
  };
}
