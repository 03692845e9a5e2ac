// A messaging service's own words and answers for STOP, START and HELP, besides the usual ones.
import type { MessagingServiceRow } from '#storage/schema/messaging-services.ts';

/** What a service says about the words. Words are upper case; an answer that is null is the usual one. */
export interface OptOutSettings {
  readonly stopWords: readonly string[];
  readonly startWords: readonly string[];
  readonly helpWords: readonly string[];
  readonly stopMessage: string | null;
  readonly startMessage: string | null;
  readonly helpMessage: string | null;
}

const USUAL: OptOutSettings = {
  stopWords: [],
  startWords: [],
  helpWords: [],
  stopMessage: null,
  startMessage: null,
  helpMessage: null,
};

/** The settings of a service, or those of an address that is in none. */
export function optOutSettings(service: Pick<MessagingServiceRow, 'opt_out_settings'> | undefined) {
  const kept = service?.opt_out_settings ?? null;
  return kept === null ? USUAL : { ...USUAL, ...(JSON.parse(kept) as Partial<OptOutSettings>) };
}
