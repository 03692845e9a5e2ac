// Quiet hours and caps, each for a sender, a messaging service or a flow.
import type { NamedRecord } from '#desk/rest/records.ts';
import { post, remove } from '#desk/rest/request.ts';
import { words } from '#desk/words/admin-reach.ts';
import { type FieldSpec, parametersOf } from '../parts/fields.ts';
import { useAll } from '../parts/lists.ts';
import { ResourceList } from '../parts/ResourceList.tsx';
import { senderLabel, useOwnSenders } from './own-senders.ts';

const text = words.numbers.rules;
const PATH = '/messaging/v1/SendingRules';

interface Rule {
  readonly sid: string;
  readonly subject: string;
  readonly quiet_start: string | null;
  readonly quiet_end: string | null;
  readonly time_zone: string;
  readonly daily_cap: number | null;
}

const SETTINGS: readonly FieldSpec[] = [
  { name: 'QuietStart', label: text.from, kind: 'time', hint: text.quietHint },
  { name: 'QuietEnd', label: text.to, kind: 'time' },
  {
    name: 'TimeZone',
    label: text.zone,
    kind: 'choice',
    choices: ['UTC', ...Intl.supportedValuesOf('timeZone')].map((value) => ({ value, label: value })),
  },
  { name: 'DailyCap', label: text.cap, kind: 'number' },
];

function useSubjects() {
  const senders = useOwnSenders();
  const services = useAll<NamedRecord>({ path: '/messaging/v1/Services' });
  const flows = useAll<NamedRecord>({ path: '/flex-api/v1/FlexFlows' });
  return [
    ...(senders ?? []).map((sender) => ({ value: sender.address, label: senderLabel(sender) })),
    ...(services.data ?? []).map(({ sid, friendly_name }) => ({ value: sid, label: friendly_name })),
    ...(flows.data ?? []).map(({ sid, friendly_name }) => ({ value: sid, label: friendly_name })),
  ];
}

/** The list. */
export function SendingRules({ open }: { readonly open: string | undefined }) {
  const subjects = useSubjects();
  const nameOf = ({ subject }: Rule) => subjects.find(({ value }) => value === subject)?.label ?? subject;
  const subject: FieldSpec = {
    name: 'Subject',
    label: text.subject,
    hint: text.subjectHint,
    kind: 'choice',
    isRequired: true,
    choices: [{ value: '', label: '' }, ...subjects],
  };
  const fields = (rule: Rule | null) => (rule === null ? [subject, ...SETTINGS] : SETTINGS);
  return (
    <ResourceList<Rule>
      open={open}
      kind={{
        at: '/admin/numbers/rules',
        isPart: true,
        title: text.title,
        intro: text.intro,
        list: { path: PATH },
        keyOf: ({ sid }) => sid,
        nameOf,
        addLabel: text.add,
        empty: text.empty,
        columns: [
          { id: 'subject', label: text.subject, cell: nameOf, sortBy: nameOf },
          {
            id: 'quiet',
            label: text.quiet,
            cell: (rule) =>
              rule.quiet_start === null ? text.noQuiet : `${rule.quiet_start}–${rule.quiet_end}`,
          },
          {
            id: 'cap',
            label: text.cap,
            kind: 'number',
            cell: (rule) => rule.daily_cap ?? text.noCap,
            sortBy: (rule) => rule.daily_cap,
          },
        ],
        fields,
        valuesOf: (rule) => ({
          ...(rule === null ? { Subject: '' } : {}),
          QuietStart: rule?.quiet_start ?? '',
          QuietEnd: rule?.quiet_end ?? '',
          TimeZone: rule?.time_zone ?? 'UTC',
          DailyCap: String(rule?.daily_cap ?? ''),
        }),
        save: (values, rule) =>
          post(rule === null ? PATH : `${PATH}/${rule.sid}`, parametersOf(fields(rule), values)),
        remove: ({ sid }) => remove(`${PATH}/${sid}`),
        removeText: () => text.removeText,
      }}
    />
  );
}
