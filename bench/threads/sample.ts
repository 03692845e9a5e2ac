// A frame as Parley sent it, with places where the limit beside it writes numbers of its own.

export const INDEX_PLACE = '@index@';
export const NUMBER_PLACE = '@number@';
export const INDEX_DIGITS = 1;
export const NUMBER_DIGITS = 8;

/** The frame with its numbers taken out; throws when it tells of no message. */
export function sampleOf(frame: Buffer): string {
  const text = frame.toString('utf8');
  const sample = text
    .replace(/"item_index":\d+/, `"item_index":${INDEX_PLACE}`)
    .replace(/bench-\d+/, `bench-${NUMBER_PLACE}`);
  if (!sample.includes(INDEX_PLACE) || !sample.includes(NUMBER_PLACE)) {
    throw new Error(`a frame tells of no message: ${text}`);
  }
  return sample;
}
