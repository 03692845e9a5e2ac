// `parley doctor`: what was left behind by half-done work, and its repair.
import { parseArgs } from 'node:util';
import { CannotExamine, diagnose } from '../../../server/src/operations/doctor.ts';
import { CannotRun, orTellWhy, readSettings } from '../settings.ts';
import { findingsTable, summary } from './findings-table.ts';

const USAGE = `parley doctor [--repair] [--json]

Finds sessions without a channel, channels nobody works on or that reach nobody, conversations without an agent, tasks
without a customer, and tasks left in wrapping. Without --repair nothing is changed.

Exit code: 0 nothing was found, 1 something was found (with --repair: and repaired as far as told), 2 it cannot be
looked at.`;

function readWish(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        repair: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new CannotRun(`${(error as Error).message}\n\n${USAGE}`);
  }
}

/** Looks, prints what it found, and repairs it when told to: 0 for nothing, 1 for something, 2 when it cannot look. */
export function doctor(args: readonly string[]): Promise<number> {
  return orTellWhy(async () => {
    const wish = readWish(args);
    if (wish.help) {
      console.log(USAGE);
      return 0;
    }
    const { findings, through } = await diagnose(readSettings(), wish.repair).catch((error: unknown) => {
      throw error instanceof CannotExamine ? new CannotRun(error.message) : error;
    });
    if (wish.json) console.log(JSON.stringify({ through, repair: wish.repair, findings }, null, 2));
    else {
      if (findings.length > 0) console.log(`${findingsTable(findings, wish.repair)}\n`);
      console.log(summary(findings, wish.repair));
    }
    return findings.length === 0 ? 0 : 1;
  });
}
