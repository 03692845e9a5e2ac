// Every long-lived object of a server process, built in order and closed in reverse.
import { type Logger, pino } from 'pino';
import type { Config } from '#config/config.ts';
import { Dispatcher } from '#events/dispatcher.ts';
import { Followers } from '#events/follower.ts';
import { Authenticator } from '#http/authentication.ts';
import { type Clock, systemClock } from '#kernel/clock.ts';
import type { Database } from '#storage/database.ts';
import { openDatabase } from '#storage/open.ts';
import { Timers } from '#timers/timers.ts';

/** What a server process consists of. */
export interface Context {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly database: Database;
  readonly dispatcher: Dispatcher;
  readonly followers: Followers;
  readonly timers: Timers;
  readonly authenticator: Authenticator;
}

/** Facts that never belong in a log line, wherever an error may carry them. */
const REDACTED = [
  '*.authorization',
  '*.auth_token',
  '*.password',
  'req.headers.authorization',
  'err.parameters',
];

/** Builds the context. Tests pass a clock they can move. */
export async function openContext(config: Config, clock: Clock = systemClock()): Promise<Context> {
  const log = pino({ level: config.logLevel, redact: REDACTED });
  const database = await openDatabase(config.databaseUrl, clock, (error) =>
    log.warn({ reason: error.message }, 'an idle database connection broke'),
  );
  return {
    config,
    clock,
    log,
    database,
    dispatcher: new Dispatcher(database, clock, log),
    followers: new Followers(database, clock, log),
    timers: new Timers(database, clock, log),
    authenticator: new Authenticator(database),
  };
}
