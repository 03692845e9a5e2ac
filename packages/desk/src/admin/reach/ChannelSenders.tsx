// Senders of WhatsApp, Messenger and other channels.
import { postJson, remove } from '#desk/rest/request.ts';
import { Badge } from '#desk/ui/Badge.tsx';
import { words } from '#desk/words/admin-reach.ts';
import type { FieldSpec } from '../parts/fields.ts';
import { ResourceList } from '../parts/ResourceList.tsx';

const text = words.numbers.senders;
const PATH = '/messaging/v2/Channels/Senders';

interface Sender {
  readonly sid: string;
  readonly sender_id: string;
  readonly friendly_name: string | null;
  readonly status: string;
  readonly profile: { readonly about: string | null };
}

const NAME: FieldSpec = { name: 'friendly_name', label: text.name };
const ABOUT: FieldSpec = { name: 'about', label: text.about, kind: 'long' };
const ADDRESS: FieldSpec = {
  name: 'sender_id',
  label: text.address,
  hint: text.addressHint,
  isRequired: true,
  placeholder: 'whatsapp:+14155550100',
};
const ONLINE: FieldSpec = { name: 'status', label: text.isOnline, kind: 'switch' };

/** The list. */
export function ChannelSenders({ open }: { readonly open: string | undefined }) {
  return (
    <ResourceList<Sender>
      open={open}
      kind={{
        at: '/admin/numbers/senders',
        isPart: true,
        title: text.title,
        intro: text.intro,
        list: { path: PATH },
        keyOf: ({ sid }) => sid,
        nameOf: (sender) => sender.sender_id,
        addLabel: text.add,
        empty: text.empty,
        columns: [
          {
            id: 'address',
            label: text.address,
            cell: (sender) => sender.sender_id,
            sortBy: (sender) => sender.sender_id,
          },
          { id: 'name', label: text.name, cell: (sender) => sender.friendly_name },
          {
            id: 'state',
            label: text.state,
            cell: ({ status }) => (
              <Badge tone={status === 'ONLINE' ? 'good' : 'warn'}>
                {status === 'ONLINE' ? text.online : text.offline}
              </Badge>
            ),
          },
        ],
        fields: (sender) => (sender === null ? [ADDRESS, NAME, ABOUT] : [NAME, ONLINE, ABOUT]),
        valuesOf: (sender): Record<string, string | boolean> => ({
          sender_id: sender?.sender_id ?? '',
          friendly_name: sender?.friendly_name ?? '',
          about: sender?.profile.about ?? '',
          status: sender?.status === 'ONLINE',
        }),
        save: ({ sender_id, friendly_name, about, status }, sender) => {
          const said = { friendly_name, profile: { about } };
          return sender === null
            ? postJson(PATH, { sender_id: String(sender_id).trim(), ...said })
            : postJson(`${PATH}/${sender.sid}`, { ...said, status: status === true ? 'ONLINE' : 'OFFLINE' });
        },
        remove: ({ sid }) => remove(`${PATH}/${sid}`),
        removeText: () => text.removeText,
      }}
    />
  );
}
