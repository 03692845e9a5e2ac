// The `Ordering` of lists: `Attribute:asc` or `Attribute:desc`, several separated by commas.
import { z } from 'zod';
import type { OrderColumn } from '#http/paging.ts';

/**
 * An ordering by the named attributes; `columns` maps them to columns. The SID comes last and makes it unique;
 * creation dates are ordered by it alone, since SIDs grow with time.
 */
export const ordering = (columns: Readonly<Record<string, string>>, sidColumn: string) =>
  z.string().transform((value, context) => {
    const order: OrderColumn[] = [];
    for (const part of value.split(',')) {
      const [attribute, direction = 'asc', ...rest] = part.trim().split(':');
      const column = Object.hasOwn(columns, attribute ?? '') ? columns[attribute ?? ''] : undefined;
      const word = direction.toLowerCase();
      if (column === undefined || rest.length > 0 || (word !== 'asc' && word !== 'desc')) {
        const known = Object.keys(columns).join(', ');
        context.addIssue({
          code: 'custom',
          message: `it is not <attribute>:asc or :desc with one of ${known}`,
        });
        return z.NEVER;
      }
      order.push({ column, direction: word });
    }
    const end = order.findIndex(({ column }) => column === sidColumn);
    if (end !== -1) return order.slice(0, end + 1);
    return [...order, { column: sidColumn, direction: order.at(-1)?.direction ?? 'asc' } as OrderColumn];
  });
