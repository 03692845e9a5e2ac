// Everything that calls out, gathered from where it is set.
import { words } from '#desk/words/admin-programs.ts';
import { useAccountPath, useAll, useOne, useWorkspacePath } from '../parts/lists.ts';

const said = words.webhooks.sources;

/** A URL that is called, when, and where that is set. */
export interface Caller {
  readonly what: string;
  readonly url: string;
  /** The section where it is changed; null where only programs change it. */
  readonly at: string | null;
}

/** The webhooks of all conversations of the account. */
export interface AccountWebhooks {
  readonly method: string;
  readonly filters: readonly string[];
  readonly pre_webhook_url: string | null;
  readonly post_webhook_url: string | null;
}

/** The callback of the workspace. */
export interface WorkspaceCallback {
  readonly friendly_name: string;
  readonly event_callback_url: string | null;
  readonly events_filter: string | null;
}

export const ACCOUNT_WEBHOOKS = '/conversations/v1/Configuration/Webhooks';

type Row = Readonly<Record<string, unknown>>;

interface Source {
  readonly rows: readonly Row[] | undefined;
  readonly urls: (row: Row) => readonly (readonly [what: string, url: unknown, at: string | null])[];
}

/** The URLs that are set, of rows that may have none. */
function callersOf(sources: readonly Source[]): readonly Caller[] {
  return sources.flatMap(({ rows, urls }) =>
    (rows ?? []).flatMap((row) =>
      urls(row).flatMap(([what, url, at]) =>
        typeof url === 'string' && url !== '' ? [{ what, url, at }] : [],
      ),
    ),
  );
}

const nameOf = (row: Row) => String(row['friendly_name'] ?? row['unique_name'] ?? row['sid']);

/** All of them; undefined until every list is read. */
export function useCallers(): {
  readonly callers: readonly Caller[] | undefined;
  readonly error: Error | null;
} {
  const account = useAccountPath();
  const workspace = useWorkspacePath();
  const isWanted = workspace !== null;
  const conversations = useOne<Row>(ACCOUNT_WEBHOOKS);
  const place = useOne<Row>(`${workspace}`, { isWanted });
  const lists = {
    chat: useAll<Row>({ path: '/chat/v2/Services' }),
    proxy: useAll<Row>({ path: '/proxy/v1/Services' }),
    numbers: useAll<Row>({ path: `${account}/IncomingPhoneNumbers.json`, rowsKey: 'incoming_phone_numbers' }),
    services: useAll<Row>({ path: '/messaging/v1/Services' }),
    flows: useAll<Row>({ path: '/flex-api/v1/FlexFlows' }),
    addresses: useAll<Row>({ path: '/conversations/v1/Configuration/Addresses' }),
    workflows: useAll<Row>({ path: `${workspace}/Workflows`, isWanted }),
  };
  const wanted = [conversations, ...Object.values(lists)].filter(
    (query) => isWanted || query !== lists.workflows,
  );
  const error = wanted.find((query) => query.error)?.error ?? null;
  if (wanted.some((query) => query.data === undefined)) return { callers: undefined, error };
  const { chat, proxy, numbers, services, flows, addresses, workflows } = lists;
  const callers = callersOf([
    {
      rows: conversations.data && [conversations.data],
      urls: (row) => [
        [said.before(said.conversations), row['pre_webhook_url'], '/admin/webhooks'],
        [said.after(said.conversations), row['post_webhook_url'], '/admin/webhooks'],
      ],
    },
    {
      rows: chat.data,
      urls: (row) => [
        [said.before(said.chat(nameOf(row))), row['pre_webhook_url'], null],
        [said.after(said.chat(nameOf(row))), row['post_webhook_url'], null],
      ],
    },
    {
      rows: place.data && [place.data],
      urls: (row) => [[said.workspace(nameOf(row)), row['event_callback_url'], '/admin/webhooks']],
    },
    {
      rows: workflows.data,
      urls: (row) => [
        [said.workflow(nameOf(row)), row['assignment_callback_url'], `/admin/workflows/${row['sid']}`],
      ],
    },
    {
      rows: numbers.data,
      urls: (row) => [
        [said.number(String(row['phone_number'])), row['sms_url'], `/admin/numbers/phones/${row['sid']}`],
      ],
    },
    {
      rows: services.data,
      urls: (row) => [
        [said.service(nameOf(row)), row['inbound_request_url'], `/admin/numbers/services/${row['sid']}`],
        [said.status(nameOf(row)), row['status_callback'], `/admin/numbers/services/${row['sid']}`],
      ],
    },
    {
      rows: flows.data,
      urls: (row) => [
        [
          said.flow(nameOf(row)),
          (row['integration'] as Row | null)?.['url'],
          `/admin/flows/flex/${row['sid']}`,
        ],
      ],
    },
    {
      rows: addresses.data,
      urls: (row) => [
        [
          said.address(String(row['address'])),
          (row['auto_creation'] as Row | null)?.['webhook_url'],
          `/admin/flows/addresses/${row['sid']}`,
        ],
      ],
    },
    {
      rows: proxy.data,
      urls: (row) => [
        [said.before(said.proxy(nameOf(row))), row['intercept_callback_url'], null],
        [said.after(said.proxy(nameOf(row))), row['callback_url'], null],
        [said.proxy(nameOf(row)), row['out_of_session_callback_url'], null],
      ],
    },
  ]);
  return { callers, error };
}
