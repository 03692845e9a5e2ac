// What a thread run found out, and its tables.
import { STORES } from '../routing/stores.ts';
import { number, table, whole } from '../table.ts';
import { CROSSINGS, type CrossingCell } from './crossing.ts';
import { EVENTS_A_SECOND, type FanOutCell, type MemoryCell, type Pace, POSTS_A_SECOND } from './fan-out.ts';
import type { HistoryCell } from './history.ts';
import { SHORT_HISTORY, type ThreadOptions } from './plan.ts';

/** Everything a thread run found out. */
export interface ThreadResults {
  readonly options: ThreadOptions;
  /** Why there is no PostgreSQL; null when there is. */
  readonly absent: string | null;
  readonly fanOuts: FanOutCell[];
  readonly memory: MemoryCell[];
  readonly crossings: CrossingCell[];
  readonly histories: HistoryCell[];
}

export const SERVERS = { ...STORES, bare: 'Bare WebSockets' } as const;

export const PACES: Readonly<Record<Pace, string>> = {
  saturated: 'as fast as told',
  events: `${EVENTS_A_SECOND} events/s`,
  posts: `${POSTS_A_SECOND} posts/s`,
};

/** The trial of a server with so many clients at a pace. */
export function fanOutOf(
  { fanOuts }: ThreadResults,
  server: FanOutCell['server'],
  clients: number,
  pace: Pace,
): FanOutCell | undefined {
  return fanOuts.find((cell) => cell.server === server && cell.clients === clients && cell.pace === pace);
}

/** Events a second of a server for each of the bare fan-out; null when one was not measured. */
export function ofBare(results: ThreadResults, server: FanOutCell['server'], clients: number): number | null {
  const ours = fanOutOf(results, server, clients, 'saturated');
  const bare = fanOutOf(results, 'bare', clients, 'saturated');
  if (ours === undefined || bare === undefined) return null;
  return ours.delivered / ours.seconds / (bare.delivered / bare.seconds);
}

/** How much longer a request takes with the long history. */
export function growthOf({ short, long }: HistoryCell): number {
  return long.p50Ms / short.p50Ms;
}

const shown = (value: number | null | undefined) => (value == null ? '–' : number(value));

/** Fan-outs as fast as everybody is told: a row for every server and number of clients. */
export function rateTable(results: ThreadResults): string {
  const cells = results.fanOuts.filter(({ pace }) => pace === 'saturated');
  const rows = cells
    .toSorted((a, b) => a.clients - b.clients)
    .map((cell) => {
      const { server, clients, posts, delivered, frames, seconds, serverMs, loadMs } = cell;
      const memory = results.memory.find((one) => one.server === server && one.clients === clients);
      const isMany = clients >= 100;
      return [
        SERVERS[server],
        whole(clients),
        shown(posts / seconds),
        shown(delivered / seconds),
        shown(server === 'bare' ? null : ofBare(results, server, clients)),
        shown(delivered / frames),
        shown((serverMs * 1_000) / delivered),
        shown((loadMs * 1_000) / delivered),
        shown(memory && isMany ? memory.live / 1_024 : null),
        shown(memory && isMany ? memory.resident / 1_024 : null),
      ];
    });
  const head = [
    'Everybody is told',
    'clients',
    'posts/s',
    'events/s',
    'of bare',
    'events a frame',
    'server CPU µs an event',
    'load CPU µs an event',
    'live KiB a client',
    'resident KiB a client',
  ];
  return table(head, rows);
}

/** How soon everybody is told at fixed paces. */
export function delayTable({ fanOuts }: ThreadResults): string {
  const rows = fanOuts
    .filter(({ pace }) => pace !== 'saturated')
    .toSorted((a, b) => a.pace.localeCompare(b.pace) || a.clients - b.clients)
    .map(({ server, clients, pace, posts, p50Ms, p99Ms, mostMs }) => [
      `${SERVERS[server]}, ${PACES[pace]}`,
      whole(clients),
      whole(posts),
      shown(p50Ms),
      shown(p99Ms),
      shown(mostMs),
    ]);
  return table(['Posted to received', 'clients', 'posts', 'p50 ms', 'p99 ms', 'longest ms'], rows);
}

/** What crosses from process to process. */
export function crossingTable({ crossings, absent }: ThreadResults): string {
  if (absent !== null) return `PostgreSQL could not be measured: ${absent}`;
  const rows = crossings.map(({ kind, sent, refused, p50Ms, p99Ms, mostMs }) => [
    CROSSINGS[kind],
    whole(sent),
    whole(refused),
    shown(p50Ms),
    shown(p99Ms),
    shown(mostMs),
  ]);
  return table(['From process to process', 'crossed', 'refused', 'p50 ms', 'p99 ms', 'longest ms'], rows);
}

/** Every request with both histories. */
export function historyTable({ histories, options }: ThreadResults): string {
  const rows = histories.map((cell) => [
    `${STORES[cell.store]}, ${cell.request}`,
    shown(cell.short.p50Ms),
    shown(cell.long.p50Ms),
    shown(growthOf(cell)),
    shown(cell.short.p99Ms),
    shown(cell.long.p99Ms),
  ]);
  const [short, long] = [whole(SHORT_HISTORY), whole(options.history)];
  const head = [
    'A request',
    `p50 ms, ${short}`,
    `p50 ms, ${long}`,
    'ratio',
    `p99 ms, ${short}`,
    `p99 ms, ${long}`,
  ];
  return table(head, rows);
}
