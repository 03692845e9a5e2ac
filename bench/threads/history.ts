// Whether a long history makes anything slower: the same requests, in turn, to a conversation with a hundred messages
// and to one with a million.
import { pageToken } from '../../packages/server/src/http/paging.ts';
import { FailedCheck } from '../failed-check.ts';
import { seededRandom } from '../routing/random.ts';
import { STORES, type Store, type StoreId } from '../routing/stores.ts';
import { newCredentials, type ParleyServer, startParley } from '../server.ts';
import { medianOf, percentileOf } from '../statistics.ts';
import { bodyOf, type Conversation, identityOf, openConversation, openService } from './conversation.ts';
import { growHistory } from './grow-history.ts';
import { SHORT_HISTORY } from './plan.ts';
import { RestClient } from './rest-client.ts';
import { TwilsockClient } from './twilsock-client.ts';

const PAGE = '50';
const WARM_UP_ROUNDS = 30;
const ROUNDS = 150;

/** One request, in how long it takes with each history. */
export interface HistoryCell {
  readonly store: StoreId;
  readonly request: string;
  /** Milliseconds, medians and 99th percentiles. */
  readonly short: { readonly p50Ms: number; readonly p99Ms: number };
  readonly long: { readonly p50Ms: number; readonly p99Ms: number };
}

/** A history that is asked. */
interface Past {
  readonly conversation: Conversation;
  readonly chatPath: string;
  readonly messages: number;
  readonly client: TwilsockClient;
}

/** A kind of request; what it resolves with must have so many entries. */
interface Request {
  readonly title: string;
  readonly send: (past: Past, random: () => number) => Promise<{ readonly entries: number }>;
}

function restList(title: string, key: string, pathOf: (past: Past, random: () => number) => string): Request {
  return {
    title,
    send: async (past, random) => {
      const body = await past.conversation.rest.get(pathOf(past, random));
      return { entries: body[key].length };
    },
  };
}

function items(
  title: string,
  paramsOf: (past: Past, random: () => number) => Record<string, string>,
): Request {
  return {
    title,
    send: async (past, random) => {
      const path = `/v3/Lists/${past.conversation.listSid}/Items`;
      const params = { PageSize: PAGE, ...paramsOf(past, random) };
      const body = await past.client.request({ method: 'GET', path, params });
      return { entries: body.items.length };
    },
  };
}

/** An index with at least a page behind it. */
const somewhere = ({ messages }: Past, random: () => number) =>
  Math.floor(random() * (messages - Number(PAGE) - 1));

const tokenOf = (past: Past, random: () => number) => pageToken('n', [somewhere(past, random)]);

const chat = ({ chatPath }: Past) => `${chatPath}/Messages`;
const conversations = ({ conversation }: Past) => `${conversation.path}/Messages`;

/** What is no list counts as a whole page. */
const WHOLE = { entries: Number(PAGE) };

function postings(): readonly Request[] {
  let number = 0;
  const next = () => {
    number += 1;
    return bodyOf(number);
  };
  return [
    {
      title: 'chat: post',
      send: async (past) => {
        await past.conversation.rest.post(chat(past), { From: identityOf(0), Body: next() });
        return WHOLE;
      },
    },
    {
      title: 'conversations: post',
      send: async (past) => {
        await past.conversation.rest.post(conversations(past), { Author: identityOf(0), Body: next() });
        return WHOLE;
      },
    },
  ];
}

const REQUESTS: readonly Request[] = [
  ...[
    { name: 'chat', path: chat },
    { name: 'conversations', path: conversations },
  ].flatMap(({ name, path }) => [
    restList(`${name}: first page`, 'messages', (past) => `${path(past)}?PageSize=${PAGE}`),
    restList(
      `${name}: any page`,
      'messages',
      (past, random) => `${path(past)}?PageSize=${PAGE}&Page=1&PageToken=${tokenOf(past, random)}`,
    ),
    restList(`${name}: last page`, 'messages', (past) => `${path(past)}?PageSize=${PAGE}&Order=desc`),
  ]),
  {
    title: 'Sync: open the conversation',
    send: async ({ client, conversation }) => {
      const body = await client.request({ method: 'GET', path: `/v3/Documents/${conversation.sid}.channel` });
      return body.data.lastMessage.index === undefined ? { entries: 0 } : WHOLE;
    },
  },
  items('Sync: first page', () => ({ Order: 'asc' })),
  items('Sync: any page', (past, random) => ({ Order: 'asc', From: String(somewhere(past, random)) })),
  items('Sync: last page', () => ({ Order: 'desc' })),
];

async function timed({ title, send }: Request, past: Past, random: () => number): Promise<number> {
  const began = performance.now();
  const { entries } = await send(past, random);
  if (entries !== Number(PAGE)) throw new FailedCheck(`${title}: ${entries} entries on a page of ${PAGE}`);
  return performance.now() - began;
}

async function measureRequest(
  request: Request,
  pasts: readonly [Past, Past],
): Promise<Omit<HistoryCell, 'store'>> {
  const times: [number[], number[]] = [[], []];
  const random = seededRandom(1);
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    // Each is first in half of the rounds.
    for (const which of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const took = await timed(request, pasts[which], random);
      if (round >= 0) times[which].push(took);
    }
  }
  const [short, long] = times.map((all) => ({ p50Ms: medianOf(all), p99Ms: percentileOf(all, 0.99) }));
  return { request: request.title, short: short!, long: long! };
}

async function fill(conversation: Conversation): Promise<void> {
  for (let number = 0; number < SHORT_HISTORY; number += 1) await conversation.post(number);
}

async function pastOf(conversation: Conversation, messages: number, server: ParleyServer): Promise<Past> {
  const { serviceSid, sid, mint } = conversation;
  return {
    ...{ conversation, messages },
    chatPath: `/chat/v2/Services/${serviceSid}/Channels/${sid}`,
    client: await TwilsockClient.open(server.url, mint(identityOf(0))),
  };
}

/** Measures every request with both histories on one database; `tell` hears of each. */
export async function measureHistory(
  store: Store,
  messages: number,
  folder: string,
  running: AsyncDisposableStack,
  tell: (line: string) => void,
): Promise<HistoryCell[]> {
  await using own = running.use(new AsyncDisposableStack());
  const databaseUrl = await store.create();
  own.defer(() => store.remove(databaseUrl));
  const credentials = newCredentials();
  const start = () => startParley(own, databaseUrl, folder, credentials);
  const first = await start();
  const short = await openService(first.url, credentials, 1);
  const long = await openConversation(short.rest, short.serviceSid, short.mint, 1);
  await fill(short);
  await fill(long);
  await first.ask('settle');
  short.rest.close();
  await first[Symbol.asyncDispose]();
  const began = performance.now();
  await growHistory(databaseUrl, long.sid, messages);
  await store.tidy(databaseUrl);
  tell(
    `${STORES[store.id]}: a history of ${messages} in ${((performance.now() - began) / 1_000).toFixed(1)} s`,
  );

  const server = await start();
  const rest = new RestClient(server.url, credentials);
  const pasts = [
    await pastOf({ ...short, rest }, SHORT_HISTORY, server),
    await pastOf({ ...long, rest }, messages, server),
  ] as const;
  const cells: HistoryCell[] = [];
  for (const request of [...REQUESTS, ...postings()]) {
    const cell = { store: store.id, ...(await measureRequest(request, [...pasts])) };
    cells.push(cell);
    tell(
      `${STORES[store.id]}, ${cell.request}: ${cell.short.p50Ms.toFixed(2)} and ${cell.long.p50Ms.toFixed(2)} ms`,
    );
  }
  for (const { client } of pasts) await client.close();
  rest.close();
  return cells;
}
