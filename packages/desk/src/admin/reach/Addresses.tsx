// Addresses that open conversations of the newer kind.
import { post, remove } from '#desk/rest/request.ts';
import { Badge } from '#desk/ui/Badge.tsx';
import { words } from '#desk/words/admin-reach.ts';
import { type FieldSpec, parametersOf, type Values } from '../parts/fields.ts';
import { ResourceList } from '../parts/ResourceList.tsx';

const text = words.flows.addresses;
const flexText = words.flows.flex;
const PATH = '/conversations/v1/Configuration/Addresses';

interface Address {
  readonly sid: string;
  readonly type: string;
  readonly address: string;
  readonly friendly_name: string | null;
  readonly auto_creation: {
    readonly enabled: boolean;
    readonly type: 'default' | 'webhook' | 'studio' | null;
    readonly webhook_url: string | null;
    readonly studio_flow_sid: string | null;
  };
}

const TYPES = ['sms', 'whatsapp', 'messenger', 'email', 'rcs', 'gbm', 'apple', 'chat'];
const answeredBy = (type: string) => (values: Values) => values['AutoCreation.Type'] === type;

const SETTINGS: readonly FieldSpec[] = [
  { name: 'FriendlyName', label: text.name },
  { name: 'AutoCreation.Enabled', label: text.on, kind: 'switch' },
  {
    name: 'AutoCreation.Type',
    label: text.answers,
    kind: 'choice',
    choices: Object.entries(text.answer).map(([value, label]) => ({ value, label })),
  },
  {
    name: 'AutoCreation.WebhookUrl',
    label: text.url,
    kind: 'url',
    isRequired: true,
    when: answeredBy('webhook'),
  },
  {
    name: 'AutoCreation.StudioFlowSid',
    label: flexText.flowSid,
    isRequired: true,
    when: answeredBy('studio'),
  },
];

const NEW: readonly FieldSpec[] = [
  {
    name: 'Type',
    label: text.type,
    kind: 'choice',
    choices: TYPES.map((value) => ({ value, label: value })),
  },
  { name: 'Address', label: text.address, hint: flexText.addressHint, isRequired: true },
  ...SETTINGS,
];

/** The list. */
export function Addresses({ open }: { readonly open: string | undefined }) {
  return (
    <ResourceList<Address>
      open={open}
      kind={{
        at: '/admin/flows/addresses',
        isPart: true,
        title: text.title,
        intro: text.intro,
        list: { path: PATH },
        keyOf: ({ sid }) => sid,
        nameOf: (address) => address.address,
        addLabel: text.add,
        empty: text.empty,
        columns: [
          {
            id: 'address',
            label: text.address,
            cell: ({ address }) => address,
            sortBy: ({ address }) => address,
          },
          { id: 'type', label: text.type, cell: ({ type }) => type },
          {
            id: 'answers',
            label: text.answers,
            cell: (row) => text.answer[row.auto_creation.type ?? 'default'],
          },
          {
            id: 'on',
            label: text.on,
            cell: ({ auto_creation: { enabled } }) => (
              <Badge tone={enabled ? 'good' : 'neutral'}>{enabled ? flexText.on : '—'}</Badge>
            ),
          },
        ],
        fields: (address) => (address === null ? NEW : SETTINGS),
        valuesOf: (address): Record<string, string | boolean> => ({
          Type: address?.type ?? 'sms',
          Address: address?.address ?? '',
          FriendlyName: address?.friendly_name ?? '',
          'AutoCreation.Enabled': address?.auto_creation.enabled ?? true,
          'AutoCreation.Type': address?.auto_creation.type ?? 'default',
          'AutoCreation.WebhookUrl': address?.auto_creation.webhook_url ?? '',
          'AutoCreation.StudioFlowSid': address?.auto_creation.studio_flow_sid ?? '',
        }),
        save: (values, address) =>
          post(
            address === null ? PATH : `${PATH}/${address.sid}`,
            parametersOf(address === null ? NEW : SETTINGS, values),
          ),
        remove: ({ sid }) => remove(`${PATH}/${sid}`),
        removeText: () => text.removeText,
      }}
    />
  );
}
