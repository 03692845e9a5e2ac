// Markdown tables that can also be read as they are, and the way numbers are written in them.
import type { Spread } from './statistics.ts';

/** A table with padded columns; the first is aligned left, the others right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((cells) => (cells[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) => {
    const padded = widths.map((width, column) => {
      const text = cells[column] ?? '';
      return column === 0 ? text.padEnd(width) : text.padStart(width);
    });
    return `| ${padded.join(' | ')} |`;
  };
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** A number with the digits that matter: 12,345 or 1.23 or 0.051. */
export function number(value: number): string {
  const fractions = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  return value.toLocaleString('en-US', {
    maximumFractionDigits: fractions,
    minimumFractionDigits: fractions,
  });
}

/** A count, whole: 12,345. */
export function whole(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** A median with its range: `0.45 (0.41–0.48)`. */
export function spread(value: Spread | null): string {
  if (value === null) return '–';
  const digits = value.median >= 10 ? 0 : 2;
  return `${value.median.toFixed(digits)} (${value.min.toFixed(digits)}–${value.max.toFixed(digits)})`;
}

/** A share as whole percents. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
