// A messaging service's own words and answers for STOP, START and HELP. An addition of Parley.
import { z } from 'zod';
import { type OptOutSettings, optOutSettings } from '#delivery/delivery.ts';
import { type Presentation, read, write } from '#http/operations.ts';
import { list as listOf, text } from '#http/parameters.ts';
import { action, type Route } from '#http/resource.ts';
import type { MessagingServiceRow } from '#storage/schema/messaging-services.ts';
import { requireService } from '../services/commands.ts';

const MOST_WORDS = 25;
const PATH = '/v1/Services/{ServiceSid}/OptOutSettings';

const words = () =>
  listOf(
    z
      .string()
      .regex(
        /^[^\s.!?,;:'")].{0,38}[^\s.!?,;:'")]$|^[^\s.!?,;:'")]$/u,
        'it is no word of at most 40 characters',
      )
      .transform((word) => word.replace(/\s+/gu, ' ').toUpperCase()),
    MOST_WORDS,
  ).nullish();
const answer = () => text(1_600).nullish();

const input = z.object({
  StopWords: words(),
  StartWords: words(),
  HelpWords: words(),
  StopMessage: answer(),
  StartMessage: answer(),
  HelpMessage: answer(),
});

function present(row: MessagingServiceRow, { base }: Presentation) {
  const settings = optOutSettings(row);
  return {
    service_sid: row.sid,
    account_sid: row.account_sid,
    stop_words: settings.stopWords,
    start_words: settings.startWords,
    help_words: settings.helpWords,
    stop_message: settings.stopMessage,
    start_message: settings.startMessage,
    help_message: settings.helpMessage,
    url: `${base}/v1/Services/${row.sid}/OptOutSettings`,
  };
}

/** An emptied list is none, an emptied answer the usual one; what is not given stays. */
function settingsAfter(given: z.output<typeof input>, kept: OptOutSettings): OptOutSettings {
  const orKept = <T>(value: T | undefined, before: T) => (value === undefined ? before : value);
  return {
    stopWords: given.StopWords === undefined ? kept.stopWords : (given.StopWords ?? []),
    startWords: given.StartWords === undefined ? kept.startWords : (given.StartWords ?? []),
    helpWords: given.HelpWords === undefined ? kept.helpWords : (given.HelpWords ?? []),
    stopMessage: orKept(given.StopMessage, kept.stopMessage),
    startMessage: orKept(given.StartMessage, kept.startMessage),
    helpMessage: orKept(given.HelpMessage, kept.helpMessage),
  };
}

/** The two routes of the settings of a service. */
export const wordSettings: readonly Route[] = [
  action(
    { product: 'messaging', method: 'GET', path: PATH },
    read((db, call) => requireService(db, call, call.params['ServiceSid'] as string)),
    present,
  ),
  action(
    { product: 'messaging', method: 'POST', path: PATH },
    write(input, async (tx, call) => {
      const service = await requireService(tx.db, call, call.params['ServiceSid'] as string);
      const settings = JSON.stringify(settingsAfter(call.input, optOutSettings(service)));
      const changes = { opt_out_settings: settings, date_updated: tx.now };
      await tx.db.updateTable('messaging_services').set(changes).where('sid', '=', service.sid).execute();
      return { ...service, ...changes };
    }),
    present,
  ),
];
