// The Configuration resource of the Flex API, and how far the account is set up for e-mail.
import { z } from 'zod';
import { type Presentation, readAsAsked, write } from '#http/operations.ts';
import { sid, text } from '#http/parameters.ts';
import { action, type Route } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { invalidParameter } from '#kernel/errors.ts';
import { type Configuration, changeConfiguration, readConfiguration } from './configuration.ts';
import { instanceSidOf } from './instance.ts';
import { SETTING_NAMES, settings } from './settings.ts';

const PLACE = { product: 'flex-api', path: '/v1/Configuration' } as const;

function presentConfiguration(configuration: Configuration, { base }: Presentation) {
  const { settings: given } = configuration;
  return {
    account_sid: configuration.accountSid,
    date_created: isoDate(configuration.dateCreated),
    date_updated: isoDate(configuration.dateUpdated),
    status: configuration.isStarted ? 'ok' : 'notstarted',
    flex_instance_sid: instanceSidOf(configuration.accountSid),
    ...Object.fromEntries(SETTING_NAMES.map((name) => [name, given[name] ?? null])),
    url: `${base}/v1/Configuration`,
  };
}

/** The configuration for a desk of another version than the one that is pinned. */
function atVersion(configuration: Configuration, uiVersion: string | null | undefined): Configuration {
  if (!uiVersion) return configuration;
  return { ...configuration, settings: { ...configuration.settings, ui_version: uiVersion } };
}

const fetchConfiguration = action<Configuration>(
  { ...PLACE, method: 'GET' },
  readAsAsked(z.object({ UiVersion: text(64).nullish() }), async (db, { accountSid, input }) => {
    const configuration = await readConfiguration(db, accountSid);
    return configuration === undefined ? undefined : atVersion(configuration, input.UiVersion);
  }),
  presentConfiguration,
);

const updateConfiguration = action<Configuration>(
  { ...PLACE, method: 'POST' },
  write(
    settings.extend({ account_sid: sid('AC').nullish() }),
    (tx, { accountSid, input }) => {
      const { account_sid: named, ...change } = input;
      if (named && named !== accountSid) {
        throw invalidParameter('account_sid', 'it is not the account of the credentials');
      }
      return changeConfiguration(tx, accountSid, change);
    },
    { body: 'json' },
  ),
  presentConfiguration,
);

/** Whether customers can write e-mails to the account ("Provisioning Status resource"). */
const fetchProvisioningStatus = action<{ readonly isActive: boolean }>(
  { product: 'flex-api', method: 'GET', path: '/v1/account/provision/status' },
  readAsAsked(z.object({}), async (db, { accountSid }) => {
    const address = await db
      .selectFrom('address_configurations')
      .select('sid')
      .where('account_sid', '=', accountSid)
      .where('type', '=', 'email')
      .limit(1)
      .executeTakeFirst();
    return { isActive: address !== undefined };
  }),
  ({ isActive }, { base }) => ({
    status: isActive ? 'active' : 'not-configured',
    url: `${base}/v1/account/provision/status`,
  }),
);

export const configurationRoutes: readonly Route[] = [
  fetchConfiguration,
  updateConfiguration,
  fetchProvisioningStatus,
];
