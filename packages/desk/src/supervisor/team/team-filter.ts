// Which workers are shown: by name, activity and skill.
import type { WorkerRecord } from '#desk/rest/records.ts';
import { attributesOf } from '../basis/taskrouter.ts';

export interface TeamFilter {
  readonly name: string;
  /** SID of an activity; empty for all. */
  readonly activity: string;
  /** Empty for all. */
  readonly skill: string;
}

export const EVERYBODY: TeamFilter = { name: '', activity: '', skill: '' };

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** What a worker can do, by the attributes Flex keeps it in and those that people make up: `skills`, `languages`. */
export function skillsOf(worker: Pick<WorkerRecord, 'attributes'>): readonly string[] {
  const { routing, skills, languages } = attributesOf(worker);
  const routed = (routing as { skills?: unknown } | null | undefined)?.skills;
  return [...new Set([...texts(routed), ...texts(skills), ...texts(languages)])];
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase().trim();
}

/** Those the filter lets through: available ones first, then by name. */
export function filtered(workers: readonly WorkerRecord[], filter: TeamFilter): readonly WorkerRecord[] {
  const name = plain(filter.name);
  return workers
    .filter(
      (worker) =>
        plain(worker.friendly_name).includes(name) &&
        (filter.activity === '' || worker.activity_sid === filter.activity) &&
        (filter.skill === '' || skillsOf(worker).includes(filter.skill)),
    )
    .toSorted(
      (a, b) => Number(b.available) - Number(a.available) || a.friendly_name.localeCompare(b.friendly_name),
    );
}
