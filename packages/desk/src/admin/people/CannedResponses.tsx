// Answers written beforehand.
import { post, remove } from '#desk/rest/request.ts';
import { words } from '#desk/words/admin-programs.ts';
import { type FieldSpec, parametersOf } from '../parts/fields.ts';
import { ResourceList } from '../parts/ResourceList.tsx';
import { Code } from '../parts/Values.tsx';

const text = words.canned;
const PATH = '/desk/v1/CannedResponses';

interface CannedResponse {
  readonly sid: string;
  readonly name: string;
  readonly body: string;
  readonly shortcut: string | null;
  readonly language: string | null;
}

const FIELDS: readonly FieldSpec[] = [
  { name: 'Name', label: text.name, isRequired: true },
  { name: 'Body', label: text.body, hint: text.bodyHint, kind: 'long', isRequired: true },
  { name: 'Shortcut', label: text.shortcut, hint: text.shortcutHint },
  { name: 'Language', label: text.language, hint: text.languageHint },
];

/** The section. */
export function CannedResponses({ open }: { readonly open: string | undefined }) {
  return (
    <ResourceList<CannedResponse>
      open={open}
      kind={{
        at: '/admin/canned',
        title: text.title,
        intro: text.intro,
        list: { path: PATH },
        keyOf: ({ sid }) => sid,
        nameOf: ({ name }) => name,
        addLabel: text.add,
        empty: text.empty,
        columns: [
          { id: 'name', label: text.name, cell: ({ name }) => <bdi>{name}</bdi>, sortBy: ({ name }) => name },
          {
            id: 'shortcut',
            label: text.shortcut,
            cell: ({ shortcut }) => shortcut && <Code>{`/${shortcut}`}</Code>,
            sortBy: ({ shortcut }) => shortcut,
          },
          { id: 'body', label: text.body, cell: ({ body }) => <bdi>{body}</bdi> },
          { id: 'language', label: text.language, cell: ({ language }) => language },
        ],
        fields: () => FIELDS,
        valuesOf: (response) => ({
          Name: response?.name ?? '',
          Body: response?.body ?? '',
          Shortcut: response?.shortcut ?? '',
          Language: response?.language ?? '',
        }),
        save: (values, response) =>
          post(response === null ? PATH : `${PATH}/${response.sid}`, parametersOf(FIELDS, values)),
        remove: ({ sid }) => remove(`${PATH}/${sid}`),
        removeText: () => text.removeText,
      }}
    />
  );
}
