// The outbound benchmark: what it measures, prints and writes.
import type { BenchPart } from '../bench-part.ts';
import { outboundGoalsTable } from './goals.ts';
import { measureOutbound } from './measure-outbound.ts';
import type { OutboundOptions } from './plan.ts';
import { bulksTable, callsTable, type OutboundResults, stretchesTable } from './results.ts';
import { outboundSection } from './section.ts';

/** Fails when a customer was not written to, or twice, or a text did not arrive. */
export const OUTBOUND: BenchPart<OutboundOptions, OutboundResults> = {
  measure: measureOutbound,
  tables: [callsTable, bulksTable, stretchesTable, outboundGoalsTable],
  section: outboundSection,
};
