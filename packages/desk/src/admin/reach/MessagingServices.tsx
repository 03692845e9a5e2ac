// Messaging services and the pools of their senders.
import { post, remove } from '#desk/rest/request.ts';
import { words as frame } from '#desk/words/admin.ts';
import { words } from '#desk/words/admin-reach.ts';
import { type FieldSpec, parametersOf } from '../parts/fields.ts';
import parts from '../parts/parts.module.css';
import { ResourceList } from '../parts/ResourceList.tsx';
import { When } from '../parts/Values.tsx';
import { SenderPool } from './SenderPool.tsx';

const text = words.numbers.services;
const PATH = '/messaging/v1/Services';

interface Service {
  readonly sid: string;
  readonly friendly_name: string;
  readonly sticky_sender: boolean;
  readonly area_code_geomatch: boolean;
  readonly validity_period: number;
  readonly inbound_request_url: string | null;
  readonly status_callback: string | null;
  readonly date_updated: string;
}

const FIELDS: readonly FieldSpec[] = [
  { name: 'FriendlyName', label: text.name, isRequired: true },
  { name: 'StickySender', label: text.sticky, kind: 'switch' },
  { name: 'AreaCodeGeomatch', label: text.area, kind: 'switch' },
  { name: 'ValidityPeriod', label: text.validity, kind: 'number' },
  { name: 'InboundRequestUrl', label: text.inbound, kind: 'url' },
  { name: 'StatusCallback', label: text.status, kind: 'url' },
];

/** The list. */
export function MessagingServices({ open }: { readonly open: string | undefined }) {
  return (
    <ResourceList<Service>
      open={open}
      kind={{
        at: '/admin/numbers/services',
        isPart: true,
        title: text.title,
        intro: text.intro,
        list: { path: PATH },
        keyOf: ({ sid }) => sid,
        nameOf: (service) => service.friendly_name,
        addLabel: text.add,
        empty: text.empty,
        columns: [
          {
            id: 'name',
            label: text.name,
            cell: (service) => <bdi>{service.friendly_name}</bdi>,
            sortBy: (service) => service.friendly_name,
          },
          {
            id: 'changed',
            label: frame.form.changed,
            cell: (service) => <When date={service.date_updated} />,
            sortBy: (service) => service.date_updated,
          },
        ],
        fields: () => FIELDS,
        valuesOf: (service) => ({
          FriendlyName: service?.friendly_name ?? '',
          StickySender: service?.sticky_sender ?? true,
          AreaCodeGeomatch: service?.area_code_geomatch ?? false,
          ValidityPeriod: String(service?.validity_period ?? 36_000),
          InboundRequestUrl: service?.inbound_request_url ?? '',
          StatusCallback: service?.status_callback ?? '',
        }),
        save: (values, service) =>
          post(service === null ? PATH : `${PATH}/${service.sid}`, parametersOf(FIELDS, values)),
        remove: ({ sid }) => remove(`${PATH}/${sid}`),
        removeText: () => text.removeText,
        beside: (service) =>
          service === null ? (
            <p className={parts['note']}>{text.poolLater}</p>
          ) : (
            <SenderPool path={`${PATH}/${service.sid}`} />
          ),
      }}
    />
  );
}
