// What can happen between a contact centre and its customers, in any order: the steps a random story is made of.
import fc from 'fast-check';

/** Customers of a story, by number. */
export const CUSTOMERS = 3;

export type Step =
  | {
      readonly does: 'call';
      readonly customer: number;
      readonly generation: 'legacy' | 'conversations';
      readonly mode: 'open-now' | 'send-and-wait';
      readonly ifOpen: 'reject' | 'append' | 'reuse' | 'take-over';
    }
  | { readonly does: 'write' | 'stop' | 'start'; readonly customer: number }
  /** A call and a text of the same customer at the same time. */
  | { readonly does: 'meet'; readonly customer: number; readonly generation: 'legacy' | 'conversations' }
  /** An agent takes what is offered, or is done with it, or a program cancels it. */
  | { readonly does: 'accept' | 'complete' | 'cancel'; readonly pick: number }
  | { readonly does: 'close-conversation' | 'close-session' | 're-open-session'; readonly pick: number }
  | { readonly does: 'wait'; readonly minutes: number }
  | { readonly does: 'reconcile' }
  | { readonly does: 'restart' };

const customer = fc.nat({ max: CUSTOMERS - 1 });
const generation = fc.constantFrom('legacy', 'conversations');
const pick = fc.nat({ max: 5 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('call'),
      customer,
      generation,
      mode: fc.constantFrom('open-now', 'send-and-wait'),
      ifOpen: fc.constantFrom('reject', 'append', 'reuse', 'take-over'),
    }),
  },
  { weight: 5, arbitrary: fc.record({ does: fc.constant('write'), customer }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('stop', 'start'), customer }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('meet'), customer, generation }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constantFrom('accept', 'complete', 'cancel'), pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constantFrom('close-conversation', 'close-session', 're-open-session'),
      pick,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('wait'), minutes: fc.constantFrom(1, 20, 120, 1_500) }),
  },
  { weight: 1, arbitrary: fc.constant({ does: 'reconcile' }) },
  { weight: 1, arbitrary: fc.constant({ does: 'restart' }) },
) as fc.Arbitrary<Step>;

/** A story of so many steps at most. */
export function stories(longest: number): fc.Arbitrary<Step[]> {
  return fc.array(step, { minLength: 5, maxLength: longest });
}
