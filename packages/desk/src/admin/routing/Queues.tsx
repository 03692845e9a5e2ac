// Queues: which workers take their tasks, by an expression.
import { post, remove } from '#desk/rest/request.ts';
import { words } from '#desk/words/admin-routing.ts';
import { ExpressionField } from '../expression/ExpressionField.tsx';
import { type FieldSpec, parametersOf } from '../parts/fields.ts';
import { ResourceList } from '../parts/ResourceList.tsx';
import { Code } from '../parts/Values.tsx';

const text = words.queues;

interface Queue {
  readonly sid: string;
  readonly friendly_name: string;
  readonly target_workers: string;
  readonly task_order: string;
  readonly max_reserved_workers: number;
}

const ORDERS = [
  { value: 'FIFO', label: text.fifo },
  { value: 'LIFO', label: text.lifo },
];

const FIELDS: readonly FieldSpec[] = [
  { name: 'FriendlyName', label: text.name, isRequired: true },
  {
    name: 'TargetWorkers',
    label: text.target,
    render: (field) => (
      <ExpressionField {...field} label={text.target} hint={text.targetHint} kind="worker" />
    ),
  },
  { name: 'TaskOrder', label: text.order, kind: 'choice', choices: ORDERS },
  { name: 'MaxReservedWorkers', label: text.most, kind: 'number' },
];

/** The section. */
export function Queues({
  workspace,
  open,
}: {
  readonly workspace: string;
  readonly open: string | undefined;
}) {
  const path = `${workspace}/TaskQueues`;
  return (
    <ResourceList<Queue>
      open={open}
      kind={{
        at: '/admin/queues',
        title: text.title,
        intro: text.intro,
        list: { path },
        keyOf: ({ sid }) => sid,
        nameOf: (queue) => queue.friendly_name,
        addLabel: text.add,
        empty: text.empty,
        columns: [
          {
            id: 'name',
            label: text.name,
            cell: (queue) => <bdi>{queue.friendly_name}</bdi>,
            sortBy: (queue) => queue.friendly_name,
          },
          { id: 'target', label: text.target, cell: (queue) => <Code>{queue.target_workers}</Code> },
          {
            id: 'order',
            label: text.order,
            cell: (queue) => ORDERS.find(({ value }) => value === queue.task_order)?.label,
          },
        ],
        fields: () => FIELDS,
        valuesOf: (queue) => ({
          FriendlyName: queue?.friendly_name ?? '',
          TargetWorkers: queue?.target_workers ?? '1==1',
          TaskOrder: queue?.task_order ?? 'FIFO',
          MaxReservedWorkers: String(queue?.max_reserved_workers ?? 1),
        }),
        save: (values, queue) =>
          post(queue === null ? path : `${path}/${queue.sid}`, parametersOf(FIELDS, values)),
        remove: ({ sid }) => remove(`${path}/${sid}`),
        removeText: () => text.removeText,
      }}
    />
  );
}
