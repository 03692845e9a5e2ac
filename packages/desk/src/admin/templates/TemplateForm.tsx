// Writing a template, with the preview beside it.
import { useId, useState } from 'react';
import { postJson } from '#desk/rest/request.ts';
import { placeholdersIn } from '#desk/text/template-words.ts';
import { Button } from '#desk/ui/Button.tsx';
import { TextField } from '#desk/ui/Field.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { words } from '#desk/words/admin-reach.ts';
import { words as common } from '#desk/words/ui.ts';
import { ConfirmDiscard } from '../parts/Confirm.tsx';
import { EditForm, useEdit } from '../parts/EditForm.tsx';
import type { FieldSpec, Values } from '../parts/fields.ts';
import { useUnloadGuard } from '../parts/leave-guard.ts';
import { readAnew } from '../parts/lists.ts';
import parts from '../parts/parts.module.css';
import { Preview } from './Preview.tsx';
import styles from './Templates.module.css';
import { type Draft, lookOf, type TemplateType, TYPES, typesOf } from './template.ts';

const text = words.templates;

const ofType =
  (...types: readonly TemplateType[]) =>
  ({ type }: Values) =>
    types.includes(type as TemplateType);

const LINES: readonly (readonly [TemplateType, string])[] = [
  ['twilio/quick-reply', text.replies],
  ['twilio/call-to-action', text.links],
  ['twilio/list-picker', text.items],
];

/** Every kind has a field for its lines, all under one name: what is written stays when the kind is changed. */
function fieldsFor(type: TemplateType): readonly FieldSpec[] {
  const lines = LINES.find(([kind]) => kind === type)?.[1];
  return [
    { name: 'friendly_name', label: text.name, hint: text.nameHint, isRequired: true },
    { name: 'language', label: text.language, hint: text.languageHint, isRequired: true },
    {
      name: 'type',
      label: text.type,
      kind: 'choice',
      choices: TYPES.map((value) => ({ value, label: text.types[value] ?? value })),
    },
    { name: 'media', label: text.media, kind: 'url', isRequired: true, when: ofType('twilio/media') },
    {
      name: 'body',
      label: text.body,
      hint: text.bodyHint,
      kind: 'long',
      isRequired: type !== 'twilio/media',
    },
    { name: 'button', label: text.button, isRequired: true, when: ofType('twilio/list-picker') },
    ...(lines === undefined
      ? []
      : [{ name: 'lines', label: lines, kind: 'long' as const, isRequired: true }]),
  ];
}

function draftOf(values: Values): Draft {
  const textOf = (name: string) => String(values[name] ?? '');
  return {
    type: textOf('type') as TemplateType,
    body: textOf('body'),
    media: textOf('media'),
    button: textOf('button'),
    lines: textOf('lines'),
  };
}

const SAMPLE = 'sample ';

/** Sample values are values of the form too, behind their prefix. */
function samplesOf(values: Values, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, String(values[SAMPLE + name] ?? '')]));
}

const BLANK: Values = {
  friendly_name: '',
  language: 'en',
  type: 'twilio/text',
  body: '',
  media: '',
  button: '',
  lines: '',
};

/** The dialog; `onSaved` is told which template came of it. */
export function TemplateForm({
  onClose,
  onSaved,
}: {
  readonly onClose: () => void;
  readonly onSaved: (sid: string) => void;
}) {
  const id = useId();
  const [type, setType] = useState<TemplateType>('twilio/text');
  const [isAsking, setAsking] = useState(false);
  const fields = fieldsFor(type);
  const edit = useEdit(fields, BLANK, async (values) => {
    const types = typesOf(draftOf(values));
    const names = placeholdersIn(JSON.stringify(types));
    const samples = Object.entries(samplesOf(values, names)).filter(([, value]) => value !== '');
    const saved = await postJson<{ sid: string }>('/content/v1/Content', {
      friendly_name: String(values['friendly_name']).trim(),
      language: String(values['language']).trim(),
      variables: Object.fromEntries(samples),
      types,
    });
    await readAnew();
    onSaved(saved.sid);
  });
  useUnloadGuard(edit.isDirty);
  const draft = draftOf(edit.values);
  if (draft.type !== type) setType(draft.type);
  const names = placeholdersIn(draft.body, draft.media, draft.lines);
  const close = () => (edit.isDirty ? setAsking(true) : onClose());
  return (
    <>
      <Dialog
        isOpen
        shape="wide"
        title={text.add}
        onClose={close}
        foot={
          <>
            <Button onClick={close}>{common.cancel}</Button>
            <Button kind="primary" type="submit" form={id} isBusy={edit.isBusy}>
              {text.saveNew}
            </Button>
          </>
        }
      >
        <div className={styles['writer']}>
          <EditForm id={id} fields={fields} edit={edit}>
            {names.length > 0 && (
              <fieldset className={styles['samples']}>
                <legend>{text.variables}</legend>
                <p className={parts['note']}>{text.variablesHint}</p>
                {names.map((name) => (
                  <TextField
                    key={name}
                    label={text.variable(name)}
                    dir="auto"
                    value={String(edit.values[SAMPLE + name] ?? '')}
                    onChange={(event) => edit.set(SAMPLE + name, event.target.value)}
                  />
                ))}
              </fieldset>
            )}
          </EditForm>
          <Preview look={lookOf(typesOf(draft), samplesOf(edit.values, names))} />
        </div>
      </Dialog>
      {isAsking && <ConfirmDiscard onDiscard={onClose} onClose={() => setAsking(false)} />}
    </>
  );
}
