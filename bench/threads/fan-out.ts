// How fast a message reaches everybody who looks at its conversation, beside the bare WebSockets of the same bytes.
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { inParallel } from '../routing/client.ts';
import { type ChildServer, type ParleyServer, startChild } from '../server.ts';
import { Audience } from './audience.ts';
import { bodyOf, type Conversation, identityOf } from './conversation.ts';
import { keepPace, type Outcome, saturate } from './loads.ts';
import { RestClient } from './rest-client.ts';
import { sampleOf } from './sample.ts';
import { TwilsockClient } from './twilsock-client.ts';

const CONNECTED_AT_ONCE = 32;
const WARM_UP_SECONDS = 3;
/** Events a second of all clients together, and messages a second: the two ways to read the goal. */
export const EVENTS_A_SECOND = 500;
export const POSTS_A_SECOND = 500;

/** More than this many events a second are far beyond any machine of two cores: one second shows it. */
const FAR_BEYOND = 200_000;

/** How messages come in: as fast as everybody is told, 500 events a second in all, or 500 messages a second. */
export type Pace = 'saturated' | 'events' | 'posts';

/** One load on one number of clients. */
export interface FanOutCell extends Outcome {
  readonly server: 'sqlite' | 'postgres' | 'bare';
  readonly clients: number;
  readonly pace: Pace;
  /** Milliseconds of processor time of the server's process. */
  readonly serverMs: number;
  /** Of the load generator's process. */
  readonly loadMs: number;
}

/** Memory a client takes on the server while it is connected and subscribed, in bytes. */
export interface MemoryCell {
  readonly server: 'sqlite' | 'postgres';
  readonly clients: number;
  readonly resident: number;
  readonly live: number;
}

/** What receives, and how messages for it are posted. */
interface Stage {
  readonly name: FanOutCell['server'];
  readonly server: ChildServer;
  readonly audience: Audience;
  readonly post: (number: number) => Promise<void>;
}

function ownTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

async function runLoad({ audience, post }: Stage, pace: Pace, seconds: number): Promise<Outcome> {
  if (pace === 'saturated') return saturate(audience, post, seconds);
  if (pace === 'events') return keepPace(audience, post, EVENTS_A_SECOND / audience.size, seconds);
  const isFarBeyond = POSTS_A_SECOND * audience.size > FAR_BEYOND;
  return keepPace(audience, post, POSTS_A_SECOND, isFarBeyond ? 1 : seconds);
}

async function measure(stage: Stage, pace: Pace, seconds: number): Promise<FanOutCell> {
  const [serverBefore, loadBefore] = [await stage.server.ask('processor-time'), ownTime()];
  const outcome = await runLoad(stage, pace, seconds);
  return {
    ...outcome,
    server: stage.name,
    clients: stage.audience.size,
    pace,
    serverMs: (await stage.server.ask('processor-time')) - serverBefore,
    loadMs: ownTime() - loadBefore,
  };
}

async function measureAll(
  stage: Stage,
  paces: readonly Pace[],
  seconds: number,
  tell: (cell: FanOutCell) => void,
): Promise<FanOutCell[]> {
  await saturate(stage.audience, stage.post, WARM_UP_SECONDS);
  const cells: FanOutCell[] = [];
  for (const pace of paces) {
    const cell = await measure(stage, pace, seconds);
    cells.push(cell);
    tell(cell);
  }
  return cells;
}

/** What the fan-out of one server came to. */
export interface FanOut {
  readonly cells: readonly FanOutCell[];
  readonly memory: MemoryCell;
  /** A frame as clients were sent it. */
  readonly frame: Buffer;
}

/** Connects so many clients to a conversation, and measures what they are told. */
export async function measureFanOut(
  name: 'sqlite' | 'postgres',
  server: ParleyServer,
  conversation: Conversation,
  count: number,
  seconds: number,
  tell: (cell: FanOutCell) => void,
): Promise<FanOut> {
  const audience = new Audience(count);
  const clients: TwilsockClient[] = [];
  const before = await server.ask('memory');
  let frame: Buffer = Buffer.alloc(0);
  try {
    const numbers = Array.from({ length: count }, (_, number) => number);
    await inParallel(numbers, CONNECTED_AT_ONCE, async (number) => {
      const client = await TwilsockClient.open(server.url, conversation.mint(identityOf(number)));
      client.heard = (heard) => audience.hear(number, heard);
      clients.push(client);
      await client.subscribe([{ sid: conversation.listSid, kind: 'list' }]);
    });
    const after = await server.ask('memory');
    const [first] = clients;
    const hear = first!.heard;
    first!.heard = (heard) => {
      if (heard.includes('"item_index":')) frame = heard;
      hear(heard);
    };
    const stage: Stage = { name, server, audience, post: conversation.post };
    await keepPace(audience, conversation.post, 1, 1);
    first!.heard = hear;
    const cells = await measureAll(stage, ['saturated', 'events', 'posts'], seconds, tell);
    const memory = {
      server: name,
      clients: count,
      resident: (after.resident - before.resident) / count,
      live: (after.live - before.live) / count,
    };
    return { cells, memory, frame };
  } finally {
    await Promise.all(clients.map((client) => client.close()));
    await server.ask('settle');
  }
}

/** The same for the bare fan-out, which sends what `frame` says. */
export async function measureBare(
  running: AsyncDisposableStack,
  frame: Buffer,
  count: number,
  seconds: number,
  tell: (cell: FanOutCell) => void,
): Promise<readonly FanOutCell[]> {
  await using own = running.use(new AsyncDisposableStack());
  const server = await startChild(own, fileURLToPath(new URL('bare-child.ts', import.meta.url)), {
    SAMPLE: Buffer.from(sampleOf(frame)).toString('base64'),
  });
  const audience = new Audience(count);
  const sockets: WebSocket[] = [];
  const rest = new RestClient(server.url, { accountSid: '', authToken: '' });
  own.defer(() => rest.close());
  own.defer(() => {
    for (const socket of sockets) socket.terminate();
  });
  const numbers = Array.from({ length: count }, (_, number) => number);
  await inParallel(numbers, CONNECTED_AT_ONCE, async (number) => {
    const socket = new WebSocket(server.url.replace('http', 'ws'), { perMessageDeflate: false });
    sockets.push(socket);
    socket.on('message', (data) => audience.hear(number, data as Buffer));
    await once(socket, 'open');
  });
  const post = async (number: number) => {
    await rest.post('/', { Author: identityOf(0), Body: bodyOf(number) });
  };
  return await measureAll({ name: 'bare', server, audience, post }, ['saturated', 'events'], seconds, tell);
}
