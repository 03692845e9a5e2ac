// A morning at Lakeside Bikes: what the pictures show.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContactCentre } from './contact-centre.ts';

/** A customer, and what he and the agent say to each other. */
interface Talk {
  readonly name: string;
  readonly phone: string;
  readonly opening: string;
  /** Words of the customer begin with `<`, words of the agent with `>`. */
  readonly words: readonly string[];
  /** The phone cannot be reached for what is said at the end. */
  readonly failsAtLast?: boolean;
}

const TALKS: readonly Talk[] = [
  {
    name: 'Jane Whitcombe',
    phone: '+14155550160',
    opening: 'Hello Jane, this is Anna from Lakeside Bikes. Your bike is ready to be picked up.',
    words: [
      '< That was quick! Until when are you open today?',
      '> Until seven. Shall I keep it at the counter for you?',
      '< Yes please. I come by after work, around six.',
      '> Perfect. It has new brake pads all around, and we trued the rear wheel. No charge for that.',
      '< You are the best. Do you also have the red bell I looked at last time?',
    ],
  },
  {
    name: 'Mateo Ferreira',
    phone: '+14155550161',
    opening: 'Hello Mateo, your order 4711 left our warehouse this morning.',
    words: ['< Thanks! Can I still change the address?', '> Yes, until noon. Where should it go?'],
  },
  {
    name: 'Amélie Laurent',
    phone: '+14155550162',
    opening: 'Hello Amélie, the frame you asked for is back in stock in size M.',
    words: ['< Formidable! Please hold one for me.'],
  },
  {
    name: 'Oliver Byrne',
    phone: '+14155550163',
    opening: 'Hello Oliver, a reminder of your service appointment tomorrow at 9:30.',
    words: ['< I will be there', '> Great. One more thing: bring the key of your lock.'],
    failsAtLast: true,
  },
];

/** Customers nobody has time for yet, by what they want. */
const WAITING = [
  ['Workshop', 'Priya Nair', '+14155550170', 'My gears are slipping since yesterday', 5],
  ['Workshop', 'Tom Okafor', '+14155550171', 'Is the workshop open on Sunday?', 0],
  ['Workshop', 'Noah Brandt', '+14155550172', 'The chain came off twice today', 0],
  ['Billing', 'Lena Fischer', '+14155550173', 'I was charged twice for order 4702', 10],
  ['Sales', 'Sofia Rossi', '+14155550174', 'Do you have the touring model in green?', 0],
] as const;
const TOPICS = ['Workshop', 'Sales', 'Billing'] as const;

interface Task {
  readonly sid: string;
}

/** Looks again until it is so, for ten seconds at most. */
async function eventually<T>(look: () => Promise<T | null | undefined>): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await look();
    if (found !== null && found !== undefined) return found;
    await sleep(50);
  }
  throw new Error('Something the pictures show did not come about');
}

/** Plays the morning; resolves when everything is where the pictures expect it. */
export async function playMorning({ facts, api, handset }: ContactCentre): Promise<void> {
  const workspace = `/taskrouter/v1/Workspaces/${facts.workspaceSid}`;
  const [anna] = facts.workers as [Worker, ...Worker[]];
  await api(`${workspace}/Workers/${anna.sid}`, { ActivitySid: facts.activities['Available']! });

  for (const talk of TALKS) {
    await handset('phones', { address: talk.phone });
    const open = await api<{ conversation_sid: string; task_sid: string }>('/outbound/v1/Conversations', {
      To: talk.phone,
      From: anna.phone,
      CustomerName: talk.name,
      Body: talk.opening,
      'Routing.WorkerSid': anna.sid,
    });
    const reservations = `${workspace}/Tasks/${open.task_sid}/Reservations`;
    const reservation = await eventually(
      async () => (await api<{ reservations: Task[] }>(reservations)).reservations[0],
    );
    await api(`${reservations}/${reservation.sid}`, { ReservationStatus: 'accepted' });
    const messages = `/conversations/v1/Conversations/${open.conversation_sid}/Messages`;
    for (const [index, line] of talk.words.entries()) {
      const words = line.slice(2);
      const count = async () => (await api<{ messages: unknown[] }>(messages)).messages.length;
      if (talk.failsAtLast && index === talk.words.length - 1) {
        await handset('behaviour', { address: talk.phone, behaviour: 'fail', errorCode: 30003 });
      }
      if (line.startsWith('<'))
        await handset('messages', { phone: talk.phone, contact: anna.phone, body: words });
      else await api(messages, { Author: 'anna', Body: words });
      await eventually(async () => ((await count()) >= index + 2 ? true : null));
    }
  }
  await fillQueues(facts, api);
  await fillLists(api, anna.phone);
}

/** One of each thing that administrators make by hand. */
async function fillLists(api: ContactCentre['api'], sender: string): Promise<void> {
  for (const [name, shortcut, body] of [
    ['Opening hours', 'hours', 'We are open from 9 to 7, on Saturdays until 4.'],
    ['Where we are', 'where', 'Lakeside Road 12, right behind the boat house.'],
  ] as const) {
    await api('/desk/v1/CannedResponses', { Name: name, Shortcut: shortcut, Body: body, Language: 'en' });
  }
  await api('/messaging/v1/Consents', {
    Contact: '+14155550180',
    Sender: sender,
    Status: 'opt-out',
    Word: 'STOP',
  });
}

/** Queues for what customers want, with people nobody of those here can help. */
async function fillQueues(facts: ContactCentre['facts'], api: ContactCentre['api']): Promise<void> {
  const workspace = `/taskrouter/v1/Workspaces/${facts.workspaceSid}`;
  const filters = [];
  for (const topic of TOPICS) {
    const { sid } = await api<Task>(`${workspace}/TaskQueues`, {
      FriendlyName: topic,
      TargetWorkers: `skills HAS "${topic.toLowerCase()}"`,
    });
    filters.push({
      filter_friendly_name: topic,
      expression: `topic == "${topic}"`,
      targets: [{ queue: sid }],
    });
  }
  const { sid: workflowSid } = await api<Task>(`${workspace}/Workflows`, {
    FriendlyName: 'By topic',
    Configuration: JSON.stringify({ task_routing: { filters } }),
  });
  for (const [topic, name, phone, words, priority] of WAITING) {
    await api(`${workspace}/Tasks`, {
      WorkflowSid: workflowSid,
      TaskChannel: 'sms',
      Priority: String(priority),
      Attributes: JSON.stringify({ topic, name, from: phone, customerAddress: phone, subject: words }),
    });
  }
}

type Worker = ContactCentre['facts']['workers'][number];
