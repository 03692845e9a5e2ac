// Templates: the list with how far each one's approval is.
import { useLocation } from 'wouter';
import { Badge } from '#desk/ui/Badge.tsx';
import { words } from '#desk/words/admin-reach.ts';
import { AddButton } from '../parts/AddButton.tsx';
import { ListTable } from '../parts/ListTable.tsx';
import { useList } from '../parts/lists.ts';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/Values.tsx';
import { approvalTone, TEMPLATES, type Template } from './stored.ts';
import { TemplateDialog } from './TemplateDialog.tsx';
import { TemplateForm } from './TemplateForm.tsx';
import { lookOf } from './template.ts';

const text = words.templates;
const AT = '/admin/templates';

/** The section. */
export function Templates({ open }: { readonly open: string | undefined }) {
  const [, navigate] = useLocation();
  const list = useList<Template>({ path: TEMPLATES });
  const close = () => navigate(AT);
  const opened = list.rows?.find(({ sid }) => sid === open);
  return (
    <Section
      title={text.title}
      intro={text.intro}
      actions={<AddButton label={text.add} onPress={() => navigate(`${AT}/new`)} />}
    >
      <ListTable
        label={text.title}
        list={list}
        rowKey={({ sid }) => sid}
        href={({ sid }) => `${AT}/${sid}`}
        empty={text.empty}
        columns={[
          {
            id: 'name',
            label: text.name,
            cell: (template) => <bdi>{template.friendly_name}</bdi>,
            sortBy: (template) => template.friendly_name,
          },
          {
            id: 'body',
            label: text.body,
            cell: ({ types, variables }) => <bdi>{lookOf(types, variables).body.slice(0, 120)}</bdi>,
          },
          {
            id: 'type',
            label: text.type,
            cell: ({ types }) =>
              Object.keys(types)
                .map((type) => text.types[type] ?? type)
                .join(', '),
          },
          { id: 'language', label: text.language, cell: ({ language }) => language },
          {
            id: 'approval',
            label: text.approval,
            sortBy: ({ approval_requests: { status } }) => status,
            cell: ({ approval_requests: { status } }) => (
              <Badge tone={approvalTone(status)}>{text.statuses[status] ?? status}</Badge>
            ),
          },
          {
            id: 'changed',
            label: text.changed,
            cell: (template) => <When date={template.date_updated} />,
            sortBy: (template) => template.date_updated,
          },
        ]}
      />
      {open === 'new' && <TemplateForm onClose={close} onSaved={(sid) => navigate(`${AT}/${sid}`)} />}
      {opened && <TemplateDialog template={opened} onClose={close} />}
    </Section>
  );
}
