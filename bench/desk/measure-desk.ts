// Measures the desk in a browser, from a server of its own on SQLite.
import { collectProblems, type DeskFixture, startDesk } from '../../packages/desk/tests/support/desk.ts';
import { deskBuild, ensureDeskIsBuilt } from '../../scripts/desk-sources.ts';
import { firstLoad, totalOf } from '../../scripts/first-load.ts';
import { FailedCheck } from '../failed-check.ts';
import { fillConversation } from './fill.ts';
import { type Frames, framesOf } from './frames.ts';
import { CONVERSATIONS, type DeskOptions, MESSAGES } from './plan.ts';

/** What came of it. */
export interface DeskResults {
  readonly options: DeskOptions;
  /** Bytes gzipped before an agent can work. */
  readonly firstLoad: number;
  /** Milliseconds from asking for the page to a desk that knows its agent's activity, nothing in the cache; a load each. */
  readonly interactive: readonly number[];
  readonly scrolling: readonly Frames[];
  readonly news: readonly Frames[];
}

const CUSTOMER = '+14155550170';
const SCROLLS = 60;
const DOWN = 700;
const UP = -350;

const phoneOf = (place: number) => `+141555502${String(place).padStart(2, '0')}`;

class Centre {
  readonly desk: DeskFixture;
  readonly #worker: string;

  constructor(desk: DeskFixture) {
    this.desk = desk;
    const { workspaceSid, workers } = desk.credentials;
    this.#worker = `/taskrouter/v1/Workspaces/${workspaceSid}/Workers/${workers[0]!.sid}`;
  }

  /** The agent takes as much as is asked of him. */
  async open(): Promise<void> {
    const { activities } = this.desk.credentials;
    await this.desk.api('POST', this.#worker, { ActivitySid: activities['Available']! });
    const { channels } = await this.desk.api('GET', `${this.#worker}/Channels?PageSize=50`);
    for (const { sid } of channels) {
      await this.desk.api('POST', `${this.#worker}/Channels/${sid}`, { Capacity: String(2 * CONVERSATIONS) });
    }
  }

  /** Opens a conversation that the agent has taken when this resolves. */
  async talk(address: string, name: string): Promise<string> {
    const { phoneNumbers, workers } = this.desk.credentials;
    const opened = await this.desk.api('POST', '/outbound/v1/Conversations', {
      To: address,
      From: phoneNumbers[0]!,
      CustomerName: name,
      Body: `Hello ${name}`,
      'Routing.WorkerSid': workers[0]!.sid,
    });
    await this.desk.server().settled();
    const { reservations } = await this.desk.api(
      'GET',
      `${this.#worker}/Reservations?ReservationStatus=pending`,
    );
    for (const { sid } of reservations) {
      await this.desk.api('POST', `${this.#worker}/Reservations/${sid}`, { ReservationStatus: 'accepted' });
    }
    return opened.conversation_sid as string;
  }
}

async function interactive(desk: DeskFixture, rounds: number): Promise<number[]> {
  const page = await desk.signIn('ben');
  const state = await page.context().storageState();
  await page.context().close();
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const context = await desk.browser.newContext({ storageState: state });
    const fresh = await context.newPage();
    await fresh.goto(desk.url, { waitUntil: 'commit' });
    await fresh
      .getByRole('main')
      .getByRole('button', { name: /Offline|Available/ })
      .first()
      .waitFor();
    times.push(await fresh.evaluate(() => performance.now()));
    await context.close();
  }
  return times;
}

/** Measures everything in turn; fails when the page reports an error. */
export async function measureDesk(
  options: DeskOptions,
  _folder: string,
  running: AsyncDisposableStack,
  tell: (line: string) => void,
): Promise<DeskResults> {
  await ensureDeskIsBuilt(() => tell('building the desk'));
  const desk = await startDesk();
  running.defer(() => desk.close());
  const rounds = Array.from({ length: options.rounds });
  tell('loading the page');
  const times = await interactive(desk, options.rounds);

  const centre = new Centre(desk);
  await centre.open();
  const long = await centre.talk(CUSTOMER, 'Long Talk');
  await fillConversation(desk.server().context, long, { agent: 'anna', customer: CUSTOMER }, MESSAGES);
  const page = await desk.signIn('anna');
  const problems: string[] = [];
  collectProblems(page, problems);
  await page.getByRole('link', { name: 'Long Talk' }).first().click();
  const log = page.getByRole('log', { name: 'Conversation' });
  await log.getByText(`Message ${MESSAGES - 1}.`).waitFor();
  tell(`reading ${MESSAGES} messages`);
  await log.hover();
  while (!(await log.getByText('Hello Long Talk').isVisible())) {
    await log.evaluate((element) => {
      element.scrollTop = 0;
    });
  }
  const scrolling: Frames[] = [];
  for (const _round of rounds) {
    scrolling.push(
      await framesOf(page, async () => {
        for (let turn = 0; turn < SCROLLS; turn += 1) await page.mouse.wheel(0, DOWN);
        for (let turn = 0; turn < SCROLLS; turn += 1) await page.mouse.wheel(0, UP);
      }),
    );
    tell(`scrolled: ${JSON.stringify(scrolling.at(-1))}`);
  }

  const threads: string[] = [];
  for (let place = 0; place < CONVERSATIONS; place += 1) {
    threads.push(await centre.talk(phoneOf(place), `Customer ${place}`));
  }
  const last = `Customer ${CONVERSATIONS - 1}`;
  await page.getByRole('link', { name: last }).first().click();
  await log.getByText(`Hello ${last}`).waitFor();
  const news: Frames[] = [];
  for (const [round] of rounds.entries()) {
    news.push(
      await framesOf(page, async () => {
        const posts = threads.map((sid, place) =>
          desk.api('POST', `/conversations/v1/Conversations/${sid}/Messages`, {
            Author: phoneOf(place),
            Body: `News ${round}`,
          }),
        );
        await Promise.all(posts);
        await log.getByText(`News ${round}`, { exact: true }).waitFor();
      }),
    );
    tell(`news: ${JSON.stringify(news.at(-1))}`);
  }
  if (problems.length > 0) throw new FailedCheck(`the page reports ${problems.join('; ')}`);
  return {
    options,
    firstLoad: totalOf(firstLoad(deskBuild)),
    interactive: times,
    scrolling,
    news,
  };
}
