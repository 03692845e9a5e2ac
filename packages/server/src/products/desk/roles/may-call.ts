// Looks a call up in the table of permissions.
import type { RoutedCall } from '#http/authentication.ts';
import type { Reader } from '#storage/database.ts';
import type { AgentRow } from '#storage/schema/desk.ts';
import { isOwn } from './own-work.ts';
import { PERMISSIONS, type Permission, type Whose } from './permissions.ts';

interface Line {
  readonly methods: ReadonlySet<string>;
  readonly pattern: RegExp;
  readonly whose: Whose;
}

/** Any value in a path, whatever its name. */
const VALUE = /^:/;

function patternOf(path: string): RegExp {
  const segments = path.split('/').slice(1);
  const source = segments.map((segment) => {
    if (segment === '**') return '(?:/.*)?';
    return `/${VALUE.test(segment) ? ':[^/]*' : RegExp.escape(segment)}`;
  });
  return new RegExp(`^${source.join('')}$`);
}

function linesOf(permissions: readonly Permission[]): Line[] {
  return permissions.map(([methods, path, whose = 'anybody']) => ({
    methods: new Set(methods.split(' ')),
    pattern: patternOf(path),
    whose,
  }));
}

const LINES = { agent: linesOf(PERMISSIONS.agent), supervisor: linesOf(PERMISSIONS.supervisor) };

/** Whether somebody's role allows a call; one line that does is enough. */
export async function mayCall(db: Reader, agent: AgentRow, call: RoutedCall): Promise<boolean> {
  if (agent.role === 'admin') return true;
  const speaking = LINES[agent.role].filter(
    ({ methods, pattern }) => methods.has(call.method) && pattern.test(call.path),
  );
  for (const { whose } of speaking) if (await isOwn(db, agent, whose, call)) return true;
  return false;
}
