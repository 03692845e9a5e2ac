// The people and the work of the measured contact centre: who can do what, and what is asked for. Pure, and the
// same in every run.
import { pick, pickWeighted, seededRandom } from './random.ts';

/** Workers of a shift know its skills only, so that one shift's work can wait while the other's is done. */
export const SHIFT_SKILLS = {
  day: ['billing', 'orders', 'returns', 'technical', 'sales', 'complaints'],
  night: ['cards', 'fraud', 'travel', 'insurance', 'loans', 'claims'],
} as const;

export type Shift = keyof typeof SHIFT_SKILLS;

const LANGUAGES = [
  ['en', 0.6],
  ['es', 0.2],
  ['fr', 0.12],
  ['de', 0.08],
] as const;
const REGIONS = ['amer', 'emea', 'apac'] as const;
const LEVELS = 5;
/** One task in this many is urgent. */
const URGENT = 10;
const URGENT_PRIORITY = 10;

const SEED = 20_260_601;

/** What a worker can do, as the worker's attributes say. */
export interface WorkerAttributes {
  readonly skills: readonly string[];
  readonly languages: readonly string[];
  readonly region: string;
  readonly level: number;
}

/** Somebody who works here. The day shift is away at first, the night shift is there, the others are at home. */
export interface Person {
  readonly name: string;
  readonly duty: Shift | 'home';
  readonly attributes: WorkerAttributes;
}

/** What a task asks for, as its attributes say. */
export interface TaskAttributes {
  readonly skill: string;
  readonly language: string;
  readonly region: string;
  /** The least level of its worker. */
  readonly level: number;
}

/** A task to come. */
export interface Work {
  readonly needs: TaskAttributes;
  readonly attributes: string;
  readonly priority: number;
}

/** Names of the skills and languages a queue is for. */
export interface QueuePurpose {
  readonly shift: Shift;
  readonly skill: string;
  readonly language: string;
}

/** A queue for every skill in every language. */
export const QUEUES: readonly QueuePurpose[] = (['day', 'night'] as const).flatMap((shift) =>
  SHIFT_SKILLS[shift].flatMap((skill) => LANGUAGES.map(([language]) => ({ shift, skill, language }))),
);

function dutyOf(number: number): Person['duty'] {
  const digit = number % 10;
  return digit < 3 ? 'night' : digit < 6 ? 'day' : 'home';
}

/**
 * The workers: of ten, three are of the day shift, three of the night shift and four at home. Each has one or two
 * of the six skills of a shift, one or two languages, a region and a level from 1 to 5.
 */
export function peopleOf(count: number): Person[] {
  const random = seededRandom(SEED);
  return Array.from({ length: count }, (_, number) => {
    const duty = dutyOf(number);
    const skills = SHIFT_SKILLS[duty === 'home' ? pick(random, ['day', 'night'] as const) : duty];
    const languages = [pickWeighted(random, LANGUAGES), pickWeighted(random, LANGUAGES)];
    return {
      name: `Worker ${number}`,
      duty,
      attributes: {
        skills: [...new Set([pick(random, skills), pick(random, skills)])],
        languages: [...new Set(languages)],
        region: pick(random, REGIONS),
        level: 1 + Math.floor(random() * LEVELS),
      },
    };
  });
}

/** Tasks without end, each of which at least one worker of the shift can do. */
export function* workFor(people: readonly Person[], shift: Shift, seed: number): Generator<Work, never> {
  const random = seededRandom(SEED + seed);
  const able = people.filter(({ duty }) => duty === shift).map(({ attributes }) => attributes);
  for (let number = 0; ; number += 1) {
    const worker = pick(random, able);
    const needs = {
      skill: pick(random, worker.skills),
      language: pick(random, worker.languages),
      region: worker.region,
      level: 1 + Math.floor(random() * worker.level),
    };
    const customer = { name: `Customer ${number}`, from: `+1415555${String(number).padStart(7, '0')}` };
    yield {
      needs,
      attributes: JSON.stringify({ ...needs, ...customer, channelType: 'sms', direction: 'inbound' }),
      priority: random() * URGENT < 1 ? URGENT_PRIORITY : 0,
    };
  }
}

/** Whether this worker may be offered this task, as the queues and the workflow say. */
export function isAble(
  worker: WorkerAttributes,
  { skill, language, region, level }: TaskAttributes,
): boolean {
  const { skills, languages } = worker;
  const isOfQueue = skills.includes(skill) && languages.includes(language);
  return isOfQueue && worker.region === region && worker.level >= level;
}

/** The expression of a queue over its workers. */
export function targetWorkersOf({ skill, language }: QueuePurpose): string {
  return `skills HAS '${skill}' AND languages HAS '${language}'`;
}

/** Seconds a task waits for a worker of its region and level before anybody in the queue will do. */
const STRICT_SECONDS = 36_000;

/** The workflow: for every queue a filter with two targets, the first with conditions over task and worker. */
export function configurationOf(queueSids: readonly string[], everyoneSid: string): string {
  const filters = QUEUES.map(({ skill, language }, number) => ({
    filter_friendly_name: `${skill} ${language}`,
    expression: `skill == '${skill}' AND language == '${language}'`,
    targets: [
      {
        queue: queueSids[number],
        expression: 'task.region == worker.region AND worker.level >= task.level',
        order_by: 'worker.level DESC',
        timeout: STRICT_SECONDS,
      },
      { queue: queueSids[number], priority: 20 },
    ],
  }));
  return JSON.stringify({ task_routing: { filters, default_filter: { queue: everyoneSid } } });
}
