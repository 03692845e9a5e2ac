// The customers of the outbound benchmark: as many as are wanted, no two alike, in no order a database would like.

/** Of an area whose numbers may all be mobile ones. */
const FIRST = 2_122_000_000;
const CUSTOMERS = 8_000_000;
/** It has no divisor in common with their number: every customer comes once. */
const STRIDE = 3_874_207;

/** Phone number of the customer with this number. */
export function customerOf(number: number): string {
  return `+1${FIRST + ((number * STRIDE) % CUSTOMERS)}`;
}

/** What a customer is told. */
export const TEXT = 'Good morning Jane, your order 4711 is ready. Shall we deliver it or will you come by?';
