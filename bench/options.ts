// The command line of the benchmark.
import { parseArgs } from 'node:util';

/** How long and how often to measure, and what to do with the result. */
export interface Options {
  /** Length of one cell: one target at one number of connections in one round. */
  readonly seconds: number;
  /** Every cell is measured once per round; medians and ranges are over rounds. */
  readonly rounds: number;
  /** Numbers of connections; the goals and the profile are for the last of them. */
  readonly connections: readonly number[];
  /** Whether docs/performance.md is written. */
  readonly isWritten: boolean;
  /** Folder that keeps the raw CPU profiles, when wanted. */
  readonly profileFolder: string | undefined;
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${name} takes whole numbers above 0, not ${text}`);
  return value;
}

/** Reads the arguments; throws when one is unknown or unusable. */
export function readOptions(given: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...given],
    options: {
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '3' },
      connections: { type: 'string', default: '1,16,64' },
      write: { type: 'boolean', default: false },
      'keep-profiles': { type: 'string' },
    },
  });
  const connections = values.connections.split(',').map((text) => wholeNumber('connections', text));
  return {
    seconds: wholeNumber('seconds', values.seconds),
    rounds: wholeNumber('rounds', values.rounds),
    connections: connections.toSorted((a, b) => a - b),
    isWritten: values.write,
    profileFolder: values['keep-profiles'],
  };
}
