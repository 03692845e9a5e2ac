// Flex flows: which address is answered by what, with the switch of each in the list.
import { useState } from 'react';
import type { NamedRecord } from '#desk/rest/records.ts';
import { post, remove } from '#desk/rest/request.ts';
import { Switch } from '#desk/ui/Switch.tsx';
import { notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/admin-reach.ts';
import { channelName } from '#desk/words/channels.ts';
import { type FieldSpec, parametersOf, type Values } from '../parts/fields.ts';
import { readAnew, useAll, useWorkspacePath } from '../parts/lists.ts';
import { ResourceList } from '../parts/ResourceList.tsx';
import { type OwnSender, senderLabel, useOwnSenders } from './own-senders.ts';

const text = words.flows.flex;
const PATH = '/flex-api/v1/FlexFlows';

interface Flow {
  readonly sid: string;
  readonly friendly_name: string;
  readonly chat_service_sid: string;
  readonly channel_type: string;
  readonly contact_identity: string | null;
  readonly enabled: boolean;
  readonly integration_type: 'task' | 'external' | 'studio';
  readonly integration: Readonly<Record<string, string | number | boolean | null | undefined>>;
  readonly long_lived: boolean;
  readonly janitor_enabled: boolean;
}

interface Named extends NamedRecord {
  readonly unique_name?: string;
}

const CHANNELS = ['sms', 'whatsapp', 'facebook', 'web', 'line', 'custom'];
const is = (type: Flow['integration_type']) => (values: Values) => values['IntegrationType'] === type;
const choicesOf = (things: readonly Named[] | undefined) =>
  (things ?? []).map(({ sid, friendly_name }) => ({ value: sid, label: friendly_name }));

/** The addresses there are, with the one the flow has, which may be none of them. */
function addressChoices(senders: readonly OwnSender[] | undefined, flow: Flow | null) {
  const choices = (senders ?? []).map((sender) => ({ value: sender.address, label: senderLabel(sender) }));
  const kept = flow?.contact_identity ?? '';
  const isKnown = kept === '' || choices.some(({ value }) => value === kept);
  return [{ value: '', label: '' }, ...choices, ...(isKnown ? [] : [{ value: kept, label: kept }])];
}

function useFields() {
  const workspace = useWorkspacePath();
  const isWanted = workspace !== null;
  const senders = useOwnSenders();
  const services = useAll<Named>({ path: '/chat/v2/Services' });
  const workflows = useAll<Named>({ path: `${workspace}/Workflows`, isWanted });
  const channels = useAll<Named>({ path: `${workspace}/TaskChannels`, isWanted });
  const taskChannels = (channels.data ?? []).map(({ unique_name: value = '', friendly_name: label }) => ({
    value,
    label,
  }));
  const fields = (flow: Flow | null): readonly FieldSpec[] => [
    { name: 'FriendlyName', label: text.name, isRequired: true },
    {
      name: 'ChannelType',
      label: text.channel,
      kind: 'choice',
      choices: CHANNELS.map((value) => ({ value, label: channelName(value) })),
    },
    {
      name: 'ContactIdentity',
      label: text.address,
      hint: text.addressHint,
      kind: 'choice',
      choices: addressChoices(senders, flow),
    },
    { name: 'Enabled', label: text.enabled, kind: 'switch' },
    {
      name: 'IntegrationType',
      label: text.integration,
      kind: 'choice',
      choices: Object.entries(text.integrations).map(([value, label]) => ({ value, label })),
    },
    {
      name: 'Integration.WorkflowSid',
      label: text.workflow,
      kind: 'choice',
      choices: choicesOf(workflows.data),
      when: is('task'),
    },
    {
      name: 'Integration.Channel',
      label: text.taskChannel,
      kind: 'choice',
      choices: taskChannels,
      when: is('task'),
    },
    { name: 'Integration.Timeout', label: text.timeout, kind: 'number', when: is('task') },
    { name: 'Integration.Priority', label: text.priority, kind: 'number', when: is('task') },
    { name: 'Integration.CreationOnMessage', label: text.onMessage, kind: 'switch', when: is('task') },
    { name: 'Integration.Url', label: text.url, kind: 'url', isRequired: true, when: is('external') },
    { name: 'Integration.FlowSid', label: text.flowSid, isRequired: true, when: is('studio') },
    {
      name: 'Integration.RetryCount',
      label: text.retries,
      kind: 'choice',
      choices: ['0', '1', '2', '3'].map((value) => ({ value, label: value })),
      when: (values) => !is('task')(values),
    },
    { name: 'ChatServiceSid', label: text.chatService, kind: 'choice', choices: choicesOf(services.data) },
    { name: 'LongLived', label: text.longLived, kind: 'switch' },
    { name: 'JanitorEnabled', label: text.janitor, kind: 'switch' },
  ];
  const isReady = Boolean(senders && services.data && (!isWanted || (workflows.data && channels.data)));
  const valuesOf = (flow: Flow | null): Values => ({
    FriendlyName: flow?.friendly_name ?? '',
    ChannelType: flow?.channel_type ?? 'sms',
    ContactIdentity: flow?.contact_identity ?? senders?.[0]?.address ?? '',
    Enabled: flow?.enabled ?? true,
    IntegrationType: flow?.integration_type ?? 'task',
    'Integration.WorkflowSid': String(flow?.integration['workflow_sid'] ?? workflows.data?.[0]?.sid ?? ''),
    'Integration.Channel': String(flow?.integration['channel'] ?? 'default'),
    'Integration.Timeout': String(flow?.integration['timeout'] ?? 86_400),
    'Integration.Priority': String(flow?.integration['priority'] ?? 0),
    'Integration.CreationOnMessage': flow?.integration['creation_on_message'] === true,
    'Integration.Url': String(flow?.integration['url'] ?? ''),
    'Integration.FlowSid': String(flow?.integration['flow_sid'] ?? ''),
    'Integration.RetryCount': String(flow?.integration['retry_count'] ?? 3),
    ChatServiceSid: flow?.chat_service_sid ?? services.data?.[0]?.sid ?? '',
    LongLived: flow?.long_lived ?? false,
    JanitorEnabled: flow?.janitor_enabled ?? true,
  });
  const workspaceSid = workspace?.split('/').at(-1);
  const save = (values: Values, flow: Flow | null) => {
    const parameters = parametersOf(fields(flow), values);
    const task = values['IntegrationType'] === 'task' ? { 'Integration.WorkspaceSid': workspaceSid } : {};
    return post(flow === null ? PATH : `${PATH}/${flow.sid}`, { ...parameters, ...task });
  };
  return { fields, isReady, valuesOf, save };
}

function FlowSwitch({ flow }: { readonly flow: Flow }) {
  const [wanted, setWanted] = useState<boolean | null>(null);
  const change = async (Enabled: boolean) => {
    setWanted(Enabled);
    await post(`${PATH}/${flow.sid}`, { Enabled }).then(readAnew).catch(notifyFailure);
    setWanted(null);
  };
  return (
    <Switch
      label={text.isOn(flow.friendly_name)}
      isLabelHidden
      isOn={wanted ?? flow.enabled}
      isBusy={wanted !== null}
      onChange={change}
    />
  );
}

/** The list. */
export function FlexFlows({ open }: { readonly open: string | undefined }) {
  const { fields, isReady, valuesOf, save } = useFields();
  return (
    <ResourceList<Flow>
      open={isReady ? open : undefined}
      kind={{
        at: '/admin/flows/flex',
        isPart: true,
        title: text.title,
        intro: text.intro,
        list: { path: PATH },
        keyOf: ({ sid }) => sid,
        nameOf: (flow) => flow.friendly_name,
        addLabel: text.add,
        empty: text.empty,
        columns: [
          {
            id: 'name',
            label: text.name,
            cell: (flow) => <bdi>{flow.friendly_name}</bdi>,
            sortBy: (flow) => flow.friendly_name,
          },
          {
            id: 'channel',
            label: text.channel,
            cell: (flow) => channelName(flow.channel_type),
            sortBy: (flow) => flow.channel_type,
          },
          {
            id: 'address',
            label: text.address,
            cell: (flow) => flow.contact_identity,
            sortBy: (flow) => flow.contact_identity,
          },
          { id: 'leads', label: text.leads, cell: (flow) => text.integrations[flow.integration_type] },
          { id: 'on', label: text.on, cell: (flow) => <FlowSwitch flow={flow} /> },
        ],
        fields,
        valuesOf,
        save,
        remove: ({ sid }) => remove(`${PATH}/${sid}`),
        removeText: () => text.removeText,
      }}
    />
  );
}
