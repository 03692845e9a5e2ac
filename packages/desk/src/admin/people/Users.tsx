// Who may sign in.
import type { NamedRecord } from '#desk/rest/records.ts';
import { post, remove } from '#desk/rest/request.ts';
import { Badge } from '#desk/ui/Badge.tsx';
import { words } from '#desk/words/admin-programs.ts';
import { type FieldSpec, parametersOf } from '../parts/fields.ts';
import { useAll, useWorkspacePath } from '../parts/lists.ts';
import { ResourceList } from '../parts/ResourceList.tsx';

const text = words.users;
const PATH = '/desk/v1/Users';

interface User {
  readonly sid: string;
  readonly login: string;
  readonly full_name: string;
  readonly role: keyof typeof text.roles;
  readonly worker_sid: string | null;
  readonly has_password: boolean;
}

function fieldsFor(user: User | null, workers: readonly NamedRecord[]): readonly FieldSpec[] {
  return [
    { name: 'Login', label: text.login, hint: text.loginHint, isRequired: true },
    { name: 'FullName', label: text.name, isRequired: true },
    {
      name: 'Role',
      label: text.role,
      kind: 'choice',
      choices: Object.entries(text.roles).map(([value, label]) => ({ value, label })),
    },
    {
      name: 'Password',
      label: user === null ? text.password : text.reset,
      hint: user === null ? text.passwordHint : text.resetHint,
      kind: 'password',
      isRequired: user === null,
    },
    {
      name: 'WorkerSid',
      label: text.worker,
      hint: text.workerHint,
      kind: 'choice',
      choices: [
        { value: '', label: text.noWorker },
        ...workers.map(({ sid, friendly_name }) => ({ value: sid, label: friendly_name })),
      ],
    },
  ];
}

/** The section. */
export function Users({ open }: { readonly open: string | undefined }) {
  const workspace = useWorkspacePath();
  const workers = useAll<NamedRecord>({ path: `${workspace}/Workers`, isWanted: workspace !== null });
  const nameOf = (sid: string | null) =>
    workers.data?.find((worker) => worker.sid === sid)?.friendly_name ?? sid;
  return (
    <ResourceList<User>
      open={workspace !== null && workers.data === undefined ? undefined : open}
      kind={{
        at: '/admin/users',
        title: text.title,
        intro: text.intro,
        list: { path: PATH },
        keyOf: ({ sid }) => sid,
        nameOf: (user) => user.full_name || user.login,
        addLabel: text.add,
        empty: text.empty,
        columns: [
          {
            id: 'name',
            label: text.name,
            cell: (user) => <bdi>{user.full_name || user.login}</bdi>,
            sortBy: (user) => user.full_name,
          },
          { id: 'login', label: text.login, cell: (user) => user.login, sortBy: (user) => user.login },
          {
            id: 'role',
            label: text.role,
            cell: ({ role }) => (
              <Badge tone={role === 'admin' ? 'accent' : 'neutral'}>{text.roles[role]}</Badge>
            ),
            sortBy: ({ role }) => role,
          },
          { id: 'worker', label: text.worker, cell: (user) => nameOf(user.worker_sid) },
          {
            id: 'signOn',
            label: text.signOn,
            cell: (user) => (user.has_password ? text.withPassword : text.withoutPassword),
          },
        ],
        fields: (user) => fieldsFor(user, workers.data ?? []),
        valuesOf: (user) => ({
          Login: user?.login ?? '',
          FullName: user?.full_name ?? '',
          Role: user?.role ?? 'agent',
          Password: '',
          WorkerSid: user?.worker_sid ?? '',
        }),
        save: (values, user) => {
          const { Password: _, ...others } = parametersOf(fieldsFor(user, []), values);
          // What is typed may begin or end with a blank; nothing typed keeps the password there is.
          const password = values['Password'] === '' ? {} : { Password: values['Password'] };
          return post(user === null ? PATH : `${PATH}/${user.sid}`, { ...others, ...password });
        },
        remove: ({ sid }) => remove(`${PATH}/${sid}`),
        removeText: () => text.removeText,
      }}
    />
  );
}
