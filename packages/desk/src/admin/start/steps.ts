// The steps of the first run: each says by what is there how far it is.
import { words } from '#desk/words/admin.ts';

const said = words.start.steps;

/** What is counted; undefined while it is not known. */
export interface Facts {
  readonly senders?: number | undefined;
  readonly workers?: { readonly all: number; readonly skilled: number } | undefined;
  readonly workflows?: number | undefined;
  readonly inbound?: number | undefined;
  readonly users?: number | undefined;
  readonly templates?: { readonly all: number; readonly approved: number } | undefined;
  readonly canned?: number | undefined;
  readonly callers?: number | undefined;
  readonly findings?: number | undefined;
}

export type StepState = 'done' | 'open' | 'optional' | 'unknown';

/** A step and how far it is. */
export interface Step {
  readonly id: keyof typeof said;
  readonly title: string;
  readonly text: string;
  readonly state: StepState;
  readonly act: string;
  readonly href: string;
}

interface Counted {
  readonly id: 'number' | 'workflow' | 'inbound' | 'users' | 'canned' | 'webhooks';
  readonly count: number | undefined;
  readonly href: string;
  readonly isOptional?: boolean;
}

function countedStep({ id, count, href, isOptional = false }: Counted): Step {
  const { title, open, done, act } = said[id];
  const missing = isOptional ? 'optional' : 'open';
  const state = count === undefined ? 'unknown' : count > 0 ? 'done' : missing;
  return { id, title, act, href, state, text: count ? done(count) : open };
}

function workersStep({ workers }: Facts): Step {
  const { title, open, unskilled, done, act } = said.workers;
  const step = { id: 'workers', title, act, href: '/admin/workers' } as const;
  if (workers === undefined) return { ...step, state: 'unknown', text: open };
  if (workers.all === 0) return { ...step, state: 'open', text: open };
  if (workers.skilled === 0) return { ...step, state: 'open', text: unskilled(workers.all) };
  return { ...step, state: 'done', text: done(workers.all, workers.skilled) };
}

function templatesStep({ templates }: Facts): Step {
  const { title, open, waiting, done, act } = said.templates;
  const step = { id: 'templates', title, act, href: '/admin/templates' } as const;
  if (templates === undefined) return { ...step, state: 'unknown', text: open };
  if (templates.approved > 0) return { ...step, state: 'done', text: done(templates.approved) };
  return { ...step, state: 'optional', text: templates.all === 0 ? open : waiting(templates.all) };
}

function reconcilerStep({ findings }: Facts): Step {
  const { title, open, done, act } = said.reconciler;
  const step = { id: 'reconciler', title, act, href: '/admin/reconciler' } as const;
  if (findings === undefined) return { ...step, state: 'unknown', text: '' };
  return findings === 0
    ? { ...step, state: 'done', text: done }
    : { ...step, state: 'open', text: open(findings) };
}

/** All steps, in the order in which they are done. */
export function stepsOf(facts: Facts): readonly Step[] {
  const { title, open, act } = said.backup;
  return [
    countedStep({ id: 'number', count: facts.senders, href: '/admin/numbers' }),
    workersStep(facts),
    countedStep({ id: 'workflow', count: facts.workflows, href: '/admin/workflows' }),
    countedStep({ id: 'inbound', count: facts.inbound, href: '/admin/flows' }),
    countedStep({ id: 'users', count: facts.users, href: '/admin/users' }),
    templatesStep(facts),
    countedStep({ id: 'canned', count: facts.canned, href: '/admin/canned', isOptional: true }),
    countedStep({ id: 'webhooks', count: facts.callers, href: '/admin/webhooks', isOptional: true }),
    { id: 'backup', title, text: open, act, href: '/admin/system', state: 'optional' },
    reconcilerStep(facts),
  ];
}

/** How many of the steps that count are done. */
export function progressOf(steps: readonly Step[]): { readonly done: number; readonly all: number } {
  const counting = steps.filter(({ state }) => state !== 'optional');
  return { done: counting.filter(({ state }) => state === 'done').length, all: counting.length };
}

/** What says who somebody is, and not what he is good at. */
const OF_THE_PERSON: ReadonlySet<string> = new Set([
  'contact_uri',
  'full_name',
  'phone',
  'email',
  'image_url',
  'roles',
]);

/** Whether a worker's attributes say what the worker is good at. */
export function isSkilled(attributes: string): boolean {
  try {
    return Object.keys(JSON.parse(attributes) as object).some((name) => !OF_THE_PERSON.has(name));
  } catch {
    return false;
  }
}
