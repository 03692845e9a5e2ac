// What may be attached to a message, as the server says it.
import { words } from '#desk/words/canvas.ts';

/** Of the client's configuration. */
export interface FileLimits {
  readonly mediaAttachmentsCountLimit: number;
  readonly mediaAttachmentSizeLimitInMb: number;
  readonly mediaAttachmentsTotalSizeLimitInMb: number;
}

const MEGABYTE = 1_048_576;
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size as people say it. */
export function sizeInWords(bytes: number, locale?: string): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  const value = bytes / 1_024 ** power;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[power]!,
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value);
}

/** What the limits are, to be told before anything is chosen. */
export function limitsInWords(limits: FileLimits): string {
  const size = sizeInWords(limits.mediaAttachmentSizeLimitInMb * MEGABYTE);
  return words.files.limit(size, limits.mediaAttachmentsCountLimit);
}

interface Checked<F> {
  readonly accepted: readonly F[];
  readonly refusals: readonly string[];
}

/** Those of the files that go with what is attached already, and why others do not. */
export function checkFiles<F extends Pick<File, 'name' | 'size'>>(
  attached: readonly F[],
  added: readonly F[],
  limits: FileLimits,
): Checked<F> {
  const largest = limits.mediaAttachmentSizeLimitInMb * MEGABYTE;
  const most = limits.mediaAttachmentsTotalSizeLimitInMb * MEGABYTE;
  const accepted: F[] = [];
  const refusals = new Set<string>();
  let total = attached.reduce((sum, { size }) => sum + size, 0);
  for (const file of added) {
    if (file.size === 0) refusals.add(words.files.empty(file.name));
    else if (file.size > largest) refusals.add(words.files.tooLarge(file.name, sizeInWords(largest)));
    else if (attached.length + accepted.length >= limits.mediaAttachmentsCountLimit) {
      refusals.add(words.files.tooMany(limits.mediaAttachmentsCountLimit));
    } else if (total + file.size > most) refusals.add(words.files.totalTooLarge(sizeInWords(most)));
    else {
      accepted.push(file);
      total += file.size;
    }
  }
  return { accepted, refusals: [...refusals] };
}
