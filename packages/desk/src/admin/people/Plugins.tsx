// Plugins of the desk, each with its switch.
import { useState } from 'react';
import { post } from '#desk/rest/request.ts';
import { Switch } from '#desk/ui/Switch.tsx';
import { notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/admin-programs.ts';
import { ListTable } from '../parts/ListTable.tsx';
import { readAnew, useList } from '../parts/lists.ts';
import { Section } from '../parts/Section.tsx';
import { Code } from '../parts/Values.tsx';

const text = words.plugins;
const PATH = '/desk/v1/Plugins';

interface Plugin {
  readonly name: string;
  readonly version: string;
  readonly src: string;
  readonly enabled: boolean;
  readonly roles: readonly ('agent' | 'supervisor' | 'admin')[] | null;
}

function PluginSwitch({ plugin: { name, enabled } }: { readonly plugin: Plugin }) {
  const [wanted, setWanted] = useState<boolean | null>(null);
  const change = async (Enabled: boolean) => {
    setWanted(Enabled);
    await post(`${PATH}/${encodeURIComponent(name)}`, { Enabled })
      .then(readAnew)
      .catch(notifyFailure);
    setWanted(null);
  };
  return (
    <Switch
      label={text.isOn(name)}
      isLabelHidden
      isOn={wanted ?? enabled}
      isBusy={wanted !== null}
      onChange={change}
    />
  );
}

/** The section. */
export function Plugins() {
  const list = useList<Plugin>({ path: PATH });
  return (
    <Section title={text.title} intro={text.intro}>
      <ListTable
        label={text.title}
        list={list}
        rowKey={({ name }) => name}
        empty={text.empty}
        columns={[
          { id: 'name', label: text.name, cell: ({ name }) => name, sortBy: ({ name }) => name },
          { id: 'version', label: text.version, cell: ({ version }) => version },
          { id: 'source', label: text.source, cell: ({ src }) => <Code>{src}</Code> },
          {
            id: 'roles',
            label: text.roles,
            cell: ({ roles }) =>
              roles === null ? text.everybody : roles.map((role) => words.users.roles[role]).join(', '),
          },
          { id: 'on', label: text.on, cell: (plugin) => <PluginSwitch plugin={plugin} /> },
        ]}
      />
    </Section>
  );
}
