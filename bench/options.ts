// The command line of the benchmarks.
import { parseArgs } from 'node:util';
import type { DeskOptions } from './desk/plan.ts';
import { PARTS, type Part } from './document.ts';
import type { OutboundOptions } from './outbound/plan.ts';
import type { RoutingOptions } from './routing/plan.ts';
import type { ThreadOptions } from './threads/plan.ts';

/** How long and how often to measure messages. */
export interface MessageOptions {
  /** Length of one cell: one target at one number of connections in one round. */
  readonly seconds: number;
  /** Every cell is measured once per round; medians and ranges are over rounds. */
  readonly rounds: number;
  /** Numbers of connections; the goals and the profile are for the last of them. */
  readonly connections: readonly number[];
  /** Folder that keeps the raw CPU profiles, when wanted. */
  readonly profileFolder: string | undefined;
}

/** What to measure, and what to do with the result. */
export interface Options {
  readonly parts: readonly Part[];
  /** Whether docs/performance.md is written. */
  readonly isWritten: boolean;
  readonly messages: MessageOptions;
  readonly routing: RoutingOptions;
  readonly threads: ThreadOptions;
  readonly outbound: OutboundOptions;
  readonly desk: DeskOptions;
}

const USAGE = {
  only: { type: 'string' },
  write: { type: 'boolean', default: false },
  seconds: { type: 'string' },
  rounds: { type: 'string' },
  connections: { type: 'string', default: '1,16,64' },
  'keep-profiles': { type: 'string' },
  workers: { type: 'string', default: '100,1000,10000' },
  waiting: { type: 'string', default: '1000,10000,100000' },
  'drain-seconds': { type: 'string', default: '12' },
  clients: { type: 'string', default: '1,100,1000' },
  history: { type: 'string', default: '1000000' },
  recipients: { type: 'string', default: '100000,10000' },
} as const;

/** What each benchmark takes when the command line says nothing. */
const DEFAULTS = {
  messages: { seconds: '5', rounds: '3' },
  routing: { seconds: '5', rounds: '1' },
  threads: { seconds: '4', rounds: '1' },
  outbound: { seconds: '5', rounds: '3' },
  desk: { seconds: '1', rounds: '5' },
} as const;

/** Fewer workers than this leave a shift without anybody. */
const FEWEST_WORKERS = 10;
/** Fewer recipients than this are written to between two looks. */
const FEWEST_RECIPIENTS = 1_000;

function wholeNumber(name: string, text: string, least = 1): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) {
    throw new Error(`--${name} takes whole numbers from ${least}, not ${text}`);
  }
  return value;
}

function wholeNumbers(name: string, text: string, least = 1): number[] {
  const values = text.split(',').map((one) => wholeNumber(name, one, least));
  return [...new Set(values)].toSorted((a, b) => a - b);
}

function partsOf(only: string | undefined): readonly Part[] {
  if (only === undefined) return PARTS;
  const part = PARTS.find((name) => name === only);
  if (part === undefined) throw new Error(`--only takes ${PARTS.join(' or ')}, not ${only}`);
  return [part];
}

/** On SQLite and on PostgreSQL; one number is for both. */
function recipientsOf(text: string): OutboundOptions['recipients'] {
  const [sqlite, postgres = sqlite] = text
    .split(',')
    .map((one) => wholeNumber('recipients', one, FEWEST_RECIPIENTS));
  return { sqlite: sqlite!, postgres: postgres! };
}

/** Reads the arguments; throws when one is unknown or unusable. */
export function readOptions(given: readonly string[]): Options {
  const { values } = parseArgs({ args: [...given], options: USAGE });
  const lengthOf = (part: Part) => ({
    seconds: wholeNumber('seconds', values.seconds ?? DEFAULTS[part].seconds),
    rounds: wholeNumber('rounds', values.rounds ?? DEFAULTS[part].rounds),
  });
  return {
    parts: partsOf(values.only),
    isWritten: values.write,
    messages: {
      ...lengthOf('messages'),
      connections: wholeNumbers('connections', values.connections),
      profileFolder: values['keep-profiles'],
    },
    routing: {
      ...lengthOf('routing'),
      workers: wholeNumbers('workers', values.workers, FEWEST_WORKERS),
      waiting: wholeNumbers('waiting', values.waiting),
      drainSeconds: wholeNumber('drain-seconds', values['drain-seconds']),
    },
    threads: {
      seconds: lengthOf('threads').seconds,
      clients: wholeNumbers('clients', values.clients),
      history: wholeNumber('history', values.history, 1_000),
    },
    outbound: {
      ...lengthOf('outbound'),
      underWay: wholeNumbers('connections', values.connections),
      recipients: recipientsOf(values.recipients),
    },
    desk: { rounds: lengthOf('desk').rounds },
  };
}
