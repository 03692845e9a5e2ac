// The one-page map of the desk: its areas, their addresses, and whose they are.
import {
  ChartNoAxesColumn,
  History,
  Inbox,
  type LucideIcon,
  PenLine,
  Settings,
  UsersRound,
} from 'lucide-react';
import { type ComponentType, lazy } from 'react';
import { TasksPage } from '#desk/agent/TasksPage.tsx';
import type { Role } from '#desk/state/session.ts';
import { words } from '#desk/words/app.ts';

/** What a page is told about its address. */
export interface PageProps {
  readonly parameters: Readonly<Record<string, string>>;
}

/** An area of the desk. */
export interface Area {
  readonly name: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Address patterns; the first is where the navigation leads. */
  readonly paths: readonly [string, ...string[]];
  readonly roles: readonly Role[];
  readonly Page: ComponentType<PageProps>;
}

const EVERYBODY: readonly Role[] = ['agent', 'supervisor', 'admin'];
const LEADERS: readonly Role[] = ['supervisor', 'admin'];

const AREAS: readonly Area[] = [
  {
    name: 'tasks',
    label: words.nav.tasks,
    icon: Inbox,
    paths: ['/', '/tasks/:sid', '/tasks/:sid/customer'],
    roles: EVERYBODY,
    Page: TasksPage,
  },
  {
    name: 'outbound',
    label: words.nav.outbound,
    icon: PenLine,
    paths: ['/new'],
    roles: EVERYBODY,
    Page: lazy(async () => ({ default: (await import('#desk/outbound/OutboundPage.tsx')).OutboundPage })),
  },
  {
    name: 'queues',
    label: words.nav.queues,
    icon: ChartNoAxesColumn,
    paths: ['/queues', '/queues/:sid'],
    roles: LEADERS,
    Page: lazy(async () => ({ default: (await import('#desk/supervisor/QueuesPage.tsx')).QueuesPage })),
  },
  {
    name: 'team',
    label: words.nav.team,
    icon: UsersRound,
    paths: ['/team', '/team/:workerSid', '/watch/:taskSid'],
    roles: LEADERS,
    Page: lazy(async () => ({ default: (await import('#desk/supervisor/TeamPage.tsx')).TeamPage })),
  },
  {
    name: 'history',
    label: words.nav.history,
    icon: History,
    paths: ['/history', '/history/:conversationSid'],
    roles: LEADERS,
    Page: lazy(async () => ({ default: (await import('#desk/supervisor/HistoryPage.tsx')).HistoryPage })),
  },
  {
    name: 'admin',
    label: words.nav.admin,
    icon: Settings,
    paths: ['/admin', '/admin/:section', '/admin/:section/*'],
    roles: ['admin'],
    Page: lazy(async () => ({ default: (await import('#desk/admin/AdminPage.tsx')).AdminPage })),
  },
];

/** The areas of a role, in the order of the navigation. */
export function areasFor(role: Role): readonly Area[] {
  return AREAS.filter(({ roles }) => roles.includes(role));
}
