// The book of conversations: which there were with whom, over which channel, with which agent, and how they ended.
import { sql } from 'kysely';
import { addRows, type MergeRule } from '#storage/add-rows.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { CustomerConversationRow } from '#storage/schema/desk-data.ts';
import { type Contact, countConversations, enterContacts } from './customer-book.ts';
import { type CustomerPlace, readPlaces, type ThreadPlaces } from './places.ts';
import type { TaskNews } from './tasks-heard.ts';

type Row = CustomerConversationRow;

/** What was heard of conversations. */
export interface ConversationNews {
  /** Those whose participants or state changed. */
  readonly threadSids: readonly string[];
  /** Those that are gone, with the time of it. */
  readonly removed: ReadonlyMap<string, number>;
  /** In the order in which it was heard. */
  readonly tasks: readonly TaskNews[];
  /** Set for what was before: it adds to what is known and changes nothing of it. */
  readonly isEarlier?: boolean;
}

const REPLACED: MergeRule = {
  key: ['thread_sid', 'address'],
  columns: {
    channel: 'replace',
    customer_address: 'replace',
    our_address: 'replace',
    state: 'replace',
    task_sid: 'replace',
    worker_sid: 'replace',
    agent_name: 'replace',
    disposition: 'replace',
    date_closed: 'replace',
    date_updated: 'replace',
  },
};

const keyOf = ({ thread_sid, address }: Pick<Row, 'thread_sid' | 'address'>) => `${thread_sid} ${address}`;

/** The rows of conversations, and of those that tasks are about. */
export async function conversationsOf(
  db: Reader,
  threadSids: readonly string[],
  taskSids: readonly string[] = [],
): Promise<Row[]> {
  const byThread =
    threadSids.length === 0
      ? []
      : await db
          .selectFrom('customer_conversations')
          .selectAll()
          .where('thread_sid', 'in', threadSids)
          .orderBy('thread_sid')
          .orderBy('address')
          .execute();
  if (taskSids.length === 0) return byThread;
  const known = new Set(byThread.map(keyOf));
  const byTask = await db
    .selectFrom('customer_conversations')
    .selectAll()
    .where('task_sid', 'in', taskSids)
    .execute();
  return [...byThread, ...byTask.filter((row) => !known.has(keyOf(row)))];
}

function newRow({ thread }: ThreadPlaces, place: CustomerPlace): Row {
  return {
    thread_sid: thread.sid,
    address: place.address,
    account_sid: thread.account_sid,
    service_sid: thread.service_sid,
    channel: place.channel,
    customer_address: place.customerAddress,
    our_address: place.ourAddress,
    state: thread.state,
    task_sid: null,
    worker_sid: null,
    agent_name: null,
    disposition: null,
    date_created: thread.date_created,
    date_closed: null,
    date_updated: thread.date_created,
  };
}

/** Names by the SID of the worker: the full name of who signs in, else the friendly name. */
async function workerNames(db: Reader, tasks: readonly TaskNews[]): Promise<Map<string, string>> {
  const sids = [...new Set(tasks.flatMap(({ workerSid }) => workerSid ?? []))];
  if (sids.length === 0) return new Map();
  const rows = await db
    .selectFrom('workers')
    .leftJoin('agents', 'agents.worker_sid', 'workers.sid')
    .select(['workers.sid', 'workers.friendly_name', 'agents.full_name'])
    .where('workers.sid', 'in', sids)
    .execute();
  return new Map(rows.map((row) => [row.sid, row.full_name || row.friendly_name]));
}

/** The pages of the book that are being written. */
class Pages {
  readonly rows: Map<string, Row>;
  readonly changed = new Set<Row>();
  readonly added = new Set<Row>();
  readonly contacts: Contact[] = [];

  constructor(rows: readonly Row[]) {
    this.rows = new Map(rows.map((row) => [keyOf(row), row]));
  }

  change(row: Row, facts: Partial<Row>): void {
    const isNews = Object.entries(facts).some(([name, value]) => row[name as keyof Row] !== value);
    if (!isNews) return;
    Object.assign(row, facts);
    this.changed.add(row);
  }

  enter(found: ThreadPlaces): void {
    for (const place of found.customers) {
      const known = this.rows.get(`${found.thread.sid} ${place.address}`);
      const row = known ?? newRow(found, place);
      if (known === undefined) {
        this.rows.set(keyOf(row), row);
        this.added.add(row);
        this.changed.add(row);
      }
      this.change(row, {
        channel: place.channel,
        customer_address: place.customerAddress,
        our_address: place.ourAddress ?? row.our_address,
      });
      this.contacts.push({
        accountSid: row.account_sid,
        address: row.address,
        customerAddress: place.customerAddress,
        at: row.date_created,
        name: place.name,
        title: found.title,
      });
    }
    for (const row of this.rows.values()) {
      if (row.thread_sid === found.thread.sid) {
        this.change(row, { state: found.state, date_closed: found.closedAt });
      }
    }
  }

  end(threadSid: string, at: number): void {
    for (const row of this.rows.values()) {
      if (row.thread_sid !== threadSid) continue;
      this.change(row, { state: 'closed', date_closed: row.date_closed ?? at });
    }
  }

  /** A task may name any conversation; only those of its account are meant. */
  hear(news: TaskNews, names: ReadonlyMap<string, string>, isEarlier: boolean): Row[] {
    const rows = isEarlier ? this.added : this.rows.values();
    const about = [...rows].filter(
      (row) =>
        row.account_sid === news.accountSid &&
        (news.threadSids.length > 0
          ? news.threadSids.includes(row.thread_sid)
          : row.task_sid === news.taskSid),
    );
    for (const row of about) {
      const earlier =
        row.task_sid === news.taskSid ? {} : { worker_sid: null, agent_name: null, disposition: null };
      this.change(row, {
        task_sid: news.taskSid,
        ...earlier,
        ...(news.disposition === null ? {} : { disposition: news.disposition }),
        ...(news.workerSid === null
          ? {}
          : { worker_sid: news.workerSid, agent_name: names.get(news.workerSid) ?? null }),
      });
      if (news.name !== null && about.length === 1) this.nameBy(row, news.name);
    }
    return news.workerSid === null ? [] : about;
  }

  nameBy({ account_sid: accountSid, address, date_created: at }: Row, name: string): void {
    this.contacts.push({ accountSid, address, customerAddress: null, at, name, title: null });
  }
}

/** Messages said before it was known with whom get their customer. */
async function nameCustomers(tx: Transaction, rows: ReadonlySet<Row>): Promise<void> {
  if (rows.size === 0) return;
  await tx.db
    .updateTable('history_messages')
    .set((eb) => {
      const theirs = eb
        .selectFrom('customer_conversations as theirs')
        .whereRef('theirs.thread_sid', '=', 'history_messages.thread_sid')
        .orderBy('theirs.address')
        .limit(1);
      return {
        customer: theirs.select('theirs.address'),
        channel: sql<string>`coalesce(${theirs.select('theirs.channel')}, channel)`,
      };
    })
    .where('thread_sid', 'in', [...new Set([...rows].map(({ thread_sid }) => thread_sid))])
    .where('customer', 'is', null)
    .execute();
}

/** What was said while nobody had the conversation is the agent's who took it. */
async function nameWorkers(tx: Transaction, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.db
    .updateTable('history_messages')
    .set((eb) => ({
      worker_sid: eb
        .selectFrom('customer_conversations as theirs')
        .select('theirs.worker_sid')
        .whereRef('theirs.thread_sid', '=', 'history_messages.thread_sid')
        .orderBy('theirs.address')
        .limit(1),
    }))
    .where('thread_sid', 'in', [...new Set(rows.map(({ thread_sid }) => thread_sid))])
    .where('worker_sid', 'is', null)
    .execute();
}

/** Writes what was heard into the book. The same news twice leaves the same book. */
export async function enterConversations(tx: Transaction, news: ConversationNews): Promise<void> {
  const { tasks, removed, isEarlier = false } = news;
  const threadSids = [...new Set([...news.threadSids, ...tasks.flatMap((task) => task.threadSids)])];
  const taken = tasks.filter(({ threadSids: named, workerSid }) => named.length === 0 && workerSid !== null);
  if (threadSids.length + removed.size + taken.length === 0) return;
  const taskSids = [...new Set(taken.map(({ taskSid }) => taskSid))];
  const pages = new Pages(
    await conversationsOf(tx.db, [...new Set([...threadSids, ...removed.keys()])], taskSids),
  );
  for (const found of await readPlaces(tx.db, threadSids)) pages.enter(found);
  for (const [threadSid, at] of removed) pages.end(threadSid, at);
  const names = await workerNames(tx.db, tasks);
  const taking = tasks.flatMap((task) => pages.hear(task, names, isEarlier));
  for (const row of pages.changed) row.date_updated = tx.now;
  await addRows(tx, 'customer_conversations', REPLACED, [...pages.changed]);
  await enterContacts(tx, pages.contacts, isEarlier);
  await countConversations(tx, [...pages.added]);
  await nameCustomers(tx, pages.added);
  await nameWorkers(tx, taking);
}
