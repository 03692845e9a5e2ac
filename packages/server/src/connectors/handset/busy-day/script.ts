// The script of a busy day: who comes when, what he says and how long he waits, all of it from one seed.
import { channelOf } from '../phone-of.ts';
import { madeUpName, madeUpNumber } from './people.ts';
import { type Chance, seededChance } from './random.ts';
import { FAREWELLS, NUDGES, STORIES, THANKS } from './stories.ts';

/** One thing a customer says, and how long he types it after he was answered. */
export interface Line {
  readonly text: string;
  readonly afterMs: number;
}

/** Everything a customer does on his day. */
export interface CustomerScript {
  readonly name: string;
  readonly phone: string;
  readonly contact: string;
  readonly comesAfterMs: number;
  readonly lines: readonly Line[];
  /** The file that goes with the first line, once it is kept. */
  readonly picture: string | null;
  readonly hasPicture: boolean;
  readonly patienceMs: number;
  /** What he says when nobody answers; nothing when he just waits longer. */
  readonly nudge: string | null;
  /** What he says when he leaves unanswered. */
  readonly farewell: string | null;
}

/** What a day is made from. */
export interface DayPlan {
  readonly seed: string;
  readonly customers: number;
  readonly minutes: number;
  /** Addresses of the contact centre the customers write to. */
  readonly contacts: readonly string[];
}

const MINUTE = 60_000;
/** How long the times below are right for; shorter days are hastier. */
const USUAL_MINUTES = 10;
/** The part of a day in which customers come: who comes last wants to be served, too. */
const ARRIVING = 0.7;
const STOPS = 0.1;
const PICTURES = 0.8;

/** The whole day, in the order in which the customers come. */
export function scriptOf(plan: DayPlan): CustomerScript[] {
  const numbers = new Set<string>();
  const scripts = Array.from({ length: plan.customers }, (_, position) => {
    const chance = seededChance(`${plan.seed}:${position}`);
    return customer(chance, plan, freeNumber(chance, numbers), position);
  });
  return scripts.toSorted((one, other) => one.comesAfterMs - other.comesAfterMs);
}

function freeNumber(chance: Chance, taken: Set<string>): string {
  let number = madeUpNumber(chance);
  while (taken.has(number)) number = madeUpNumber(chance);
  taken.add(number);
  return number;
}

/** The address of a phone on the channel of the address it writes to. */
function addressFor(number: string, contact: string): string {
  const channel = channelOf(contact);
  if (channel === 'sms') return number;
  return channel === 'messenger' ? `messenger:${number.slice(1)}` : `${channel}:${number}`;
}

function customer(chance: Chance, plan: DayPlan, number: string, position: number): CustomerScript {
  const haste = Math.min(1, Math.max(0.1, plan.minutes / USUAL_MINUTES));
  const name = madeUpName(chance);
  const contact = chance.pick(plan.contacts);
  const story = chance.pick(STORIES);
  const facts = { name, order: `#${chance.between(10_000, 99_999)}`, mail: mailOf(name) };
  const typing = () => Math.round(chance.between(4_000, 18_000) * haste);
  const turns = story.turns.slice(0, chance.between(1, story.turns.length));
  const spoken = [chance.pick(story.openings), ...turns.map((ways) => chance.pick(ways))];
  const last = chance.happens(STOPS) ? 'STOP' : chance.pick(THANKS);
  const isPatient = chance.happens(0.6);
  // The first customer comes at once: who starts a day wants to see something.
  const slot = (plan.minutes * MINUTE * ARRIVING) / plan.customers;
  return {
    name,
    phone: addressFor(number, contact),
    contact,
    comesAfterMs: position === 0 ? 0 : Math.round(slot * (position + chance.next() * 0.9)),
    lines: [...spoken.map((text) => fill(text, facts)), last].map((text, turn) => ({
      text,
      afterMs: turn === 0 ? 0 : typing(),
    })),
    picture: null,
    hasPicture: story.hasPicture === true && chance.happens(PICTURES),
    patienceMs: Math.round(
      chance.between(isPatient ? 150_000 : 45_000, isPatient ? 300_000 : 90_000) * haste,
    ),
    nudge: chance.happens(0.7) ? chance.pick(NUDGES) : null,
    farewell: chance.happens(0.7) ? chance.pick(FAREWELLS) : null,
  };
}

const mailOf = (name: string) => `${name.toLowerCase().replace(' ', '.')}@example.com`;

function fill(text: string, facts: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => facts[key] ?? whole);
}
