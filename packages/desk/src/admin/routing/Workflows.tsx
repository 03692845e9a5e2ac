// The list of workflows; each has a page of its own.
import { useLocation } from 'wouter';
import { words as frame } from '#desk/words/admin.ts';
import { words } from '#desk/words/admin-routing.ts';
import { AddButton } from '../parts/AddButton.tsx';
import { ListTable } from '../parts/ListTable.tsx';
import { useList } from '../parts/lists.ts';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/Values.tsx';
import { filterName, filtersOf, readConfiguration } from '../workflows/configuration.ts';
import { type Workflow, WorkflowPage } from '../workflows/WorkflowPage.tsx';

const text = words.workflows;

function filterNames({ configuration }: Workflow): string {
  const read = readConfiguration(configuration);
  const filters = read === null ? [] : filtersOf(read);
  return filters.map((filter, index) => filterName(filter) || text.filter(index + 1)).join(', ');
}

function WorkflowList({ workspace }: { readonly workspace: string }) {
  const [, navigate] = useLocation();
  const list = useList<Workflow>({ path: `${workspace}/Workflows` });
  return (
    <Section
      title={text.title}
      intro={text.intro}
      actions={<AddButton label={text.add} onPress={() => navigate('/admin/workflows/new')} />}
    >
      <ListTable
        label={text.title}
        list={list}
        rowKey={({ sid }) => sid}
        href={({ sid }) => `/admin/workflows/${sid}`}
        empty={text.empty}
        columns={[
          {
            id: 'name',
            label: text.name,
            cell: (workflow) => <bdi>{workflow.friendly_name}</bdi>,
            sortBy: (workflow) => workflow.friendly_name,
          },
          { id: 'filters', label: text.filters, cell: filterNames },
          {
            id: 'timeout',
            label: text.timeout,
            kind: 'number',
            cell: (workflow) => `${workflow.task_reservation_timeout} s`,
            sortBy: (workflow) => workflow.task_reservation_timeout,
          },
          {
            id: 'changed',
            label: frame.form.changed,
            cell: (workflow) => <When date={workflow.date_updated} />,
            sortBy: (workflow) => workflow.date_updated,
          },
        ]}
      />
    </Section>
  );
}

/** The section: the list, or the workflow the address names. */
export function Workflows({
  workspace,
  open,
}: {
  readonly workspace: string;
  readonly open: string | undefined;
}) {
  return open === undefined ? (
    <WorkflowList workspace={workspace} />
  ) : (
    <WorkflowPage workspace={workspace} sid={open} />
  );
}
