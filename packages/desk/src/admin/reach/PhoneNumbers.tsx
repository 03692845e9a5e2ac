// Phone numbers and short codes of the 2010 API.
import { post, remove } from '#desk/rest/request.ts';
import { words } from '#desk/words/admin-reach.ts';
import { type FieldSpec, parametersOf } from '../parts/fields.ts';
import { useAccountPath } from '../parts/lists.ts';
import { ResourceList } from '../parts/ResourceList.tsx';
import { Code } from '../parts/Values.tsx';

interface OwnNumber {
  readonly sid: string;
  readonly phone_number?: string;
  readonly short_code?: string;
  readonly friendly_name: string;
  readonly sms_url: string | null;
  readonly sms_method: string;
}

const text = words.numbers;

const SETTINGS: readonly FieldSpec[] = [
  { name: 'FriendlyName', label: text.phones.name },
  { name: 'SmsUrl', label: text.phones.url, hint: text.phones.urlHint, kind: 'url' },
  {
    name: 'SmsMethod',
    label: text.phones.method,
    kind: 'choice',
    choices: ['POST', 'GET'].map((value) => ({ value, label: value })),
    when: ({ SmsUrl }) => SmsUrl !== '',
  },
];

const NUMBER: FieldSpec = {
  name: 'PhoneNumber',
  label: text.phones.number,
  hint: text.phones.numberHint,
  isRequired: true,
  placeholder: '+14155550100',
};

const CODE: FieldSpec = { name: 'ShortCode', label: text.codes.code, isRequired: true, placeholder: '12345' };

interface NumberKind {
  readonly at: string;
  readonly resource: string;
  readonly rowsKey: string;
  readonly first: FieldSpec;
  readonly said: {
    readonly title: string;
    readonly intro: string;
    readonly add: string;
    readonly empty: string;
    readonly removeText: string;
  };
}

function NumberList({ kind, open }: { readonly kind: NumberKind; readonly open: string | undefined }) {
  const account = useAccountPath();
  const { resource, first, said } = kind;
  const path = `${account}/${resource}.json`;
  const addressOf = (number: OwnNumber) => number.phone_number ?? number.short_code ?? '';
  const fields = (number: OwnNumber | null) => (number === null ? [first, ...SETTINGS] : SETTINGS);
  return (
    <ResourceList<OwnNumber>
      open={open}
      kind={{
        at: kind.at,
        isPart: true,
        title: said.title,
        intro: said.intro,
        list: { path, rowsKey: kind.rowsKey },
        keyOf: ({ sid }) => sid,
        nameOf: addressOf,
        addLabel: said.add,
        empty: said.empty,
        columns: [
          { id: 'number', label: first.label, cell: addressOf, sortBy: addressOf },
          {
            id: 'name',
            label: text.phones.name,
            cell: (number) => <bdi>{number.friendly_name}</bdi>,
            sortBy: (number) => number.friendly_name,
          },
          {
            id: 'url',
            label: text.phones.asked,
            cell: ({ sms_url: url }) => url && <Code>{url}</Code>,
          },
        ],
        fields,
        valuesOf: (number) => ({
          ...(number === null ? { [first.name]: '' } : {}),
          FriendlyName: number?.friendly_name ?? '',
          SmsUrl: number?.sms_url ?? '',
          SmsMethod: number?.sms_method ?? 'POST',
        }),
        save: (values, number) => {
          const { FriendlyName, ...others } = parametersOf(fields(number), values);
          // An empty name is left to the server, which calls a number by its digits.
          const parameters = FriendlyName === '' ? others : { FriendlyName, ...others };
          return post(number === null ? path : `${account}/${resource}/${number.sid}.json`, parameters);
        },
        remove: ({ sid }) => remove(`${account}/${resource}/${sid}.json`),
        removeText: () => said.removeText,
      }}
    />
  );
}

const PHONES: NumberKind = {
  at: '/admin/numbers/phones',
  resource: 'IncomingPhoneNumbers',
  rowsKey: 'incoming_phone_numbers',
  first: NUMBER,
  said: text.phones,
};

const CODES: NumberKind = {
  at: '/admin/numbers/short-codes',
  resource: 'SMS/ShortCodes',
  rowsKey: 'short_codes',
  first: CODE,
  said: text.codes,
};

/** The list of phone numbers. */
export function PhoneNumbers({ open }: { readonly open: string | undefined }) {
  return <NumberList kind={PHONES} open={open} />;
}

/** The list of short codes. */
export function ShortCodes({ open }: { readonly open: string | undefined }) {
  return <NumberList kind={CODES} open={open} />;
}
