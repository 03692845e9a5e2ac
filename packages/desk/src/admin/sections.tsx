// The one-page map of the admin area: its sections by group.
import {
  Ban,
  Blocks,
  Cable,
  FileText,
  Filter,
  HeartPulse,
  KeyRound,
  ListChecks,
  type LucideIcon,
  MessageSquareText,
  Phone,
  Puzzle,
  ScrollText,
  Stethoscope,
  Tags,
  UserRound,
  UsersRound,
  Waypoints,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Empty } from '#desk/ui/Notice.tsx';
import { words } from '#desk/words/admin.ts';
import { words as routing } from '#desk/words/admin-routing.ts';
import { Reconciler } from './care/Reconciler.tsx';
import { System } from './care/System.tsx';
import { useWorkspacePath } from './parts/lists.ts';
import { CannedResponses } from './people/CannedResponses.tsx';
import { Plugins } from './people/Plugins.tsx';
import { Users } from './people/Users.tsx';
import { Deliveries } from './programs/Deliveries.tsx';
import { Keys } from './programs/Keys.tsx';
import { Webhooks } from './programs/Webhooks.tsx';
import { Consents } from './reach/Consents.tsx';
import { Flows } from './reach/Flows.tsx';
import { Numbers } from './reach/Numbers.tsx';
import { Activities } from './routing/Activities.tsx';
import { Queues } from './routing/Queues.tsx';
import { Workers } from './routing/Workers.tsx';
import { Workflows } from './routing/Workflows.tsx';
import { Start } from './start/Start.tsx';
import { Templates } from './templates/Templates.tsx';

/** A section: `rest` is what follows its name in the address. */
interface AdminSection {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly show: (rest: readonly string[]) => ReactNode;
}

function InWorkspace({ show }: { readonly show: (workspace: string) => ReactNode }) {
  const workspace = useWorkspacePath();
  if (workspace !== null) return show(workspace);
  return <Empty icon={Waypoints} title={routing.noWorkspace} />;
}

/** Sections by group, in the order of the navigation. */
export const GROUPS: readonly { readonly label: string; readonly sections: readonly AdminSection[] }[] = [
  {
    label: words.nav.groups.begin,
    sections: [{ id: 'start', label: words.nav.start, icon: ListChecks, show: () => <Start /> }],
  },
  {
    label: words.nav.groups.reach,
    sections: [
      { id: 'numbers', label: words.nav.numbers, icon: Phone, show: (rest) => <Numbers rest={rest} /> },
      { id: 'flows', label: words.nav.flows, icon: Cable, show: (rest) => <Flows rest={rest} /> },
      {
        id: 'templates',
        label: words.nav.templates,
        icon: FileText,
        show: ([open]) => <Templates open={open} />,
      },
      { id: 'consents', label: words.nav.consents, icon: Ban, show: ([open]) => <Consents open={open} /> },
    ],
  },
  {
    label: words.nav.groups.routing,
    sections: [
      {
        id: 'workers',
        label: words.nav.workers,
        icon: UsersRound,
        show: ([open]) => <InWorkspace show={(workspace) => <Workers workspace={workspace} open={open} />} />,
      },
      {
        id: 'queues',
        label: words.nav.queues,
        icon: Filter,
        show: ([open]) => <InWorkspace show={(workspace) => <Queues workspace={workspace} open={open} />} />,
      },
      {
        id: 'workflows',
        label: words.nav.workflows,
        icon: Waypoints,
        show: ([open]) => (
          <InWorkspace show={(workspace) => <Workflows workspace={workspace} open={open} />} />
        ),
      },
      {
        id: 'activities',
        label: words.nav.activities,
        icon: Tags,
        show: (rest) => (
          <InWorkspace show={(workspace) => <Activities workspace={workspace} rest={rest} />} />
        ),
      },
    ],
  },
  {
    label: words.nav.groups.people,
    sections: [
      { id: 'users', label: words.nav.users, icon: UserRound, show: ([open]) => <Users open={open} /> },
      {
        id: 'canned',
        label: words.nav.canned,
        icon: MessageSquareText,
        show: ([open]) => <CannedResponses open={open} />,
      },
      { id: 'plugins', label: words.nav.plugins, icon: Puzzle, show: () => <Plugins /> },
    ],
  },
  {
    label: words.nav.groups.programs,
    sections: [
      { id: 'keys', label: words.nav.keys, icon: KeyRound, show: () => <Keys /> },
      { id: 'webhooks', label: words.nav.webhooks, icon: Blocks, show: () => <Webhooks /> },
      {
        id: 'deliveries',
        label: words.nav.deliveries,
        icon: ScrollText,
        show: ([open]) => <Deliveries open={open} />,
      },
    ],
  },
  {
    label: words.nav.groups.care,
    sections: [
      { id: 'reconciler', label: words.nav.reconciler, icon: Stethoscope, show: () => <Reconciler /> },
      { id: 'system', label: words.nav.system, icon: HeartPulse, show: () => <System /> },
    ],
  },
];
