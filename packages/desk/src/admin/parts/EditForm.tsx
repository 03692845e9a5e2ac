// A form of declared fields: required ones are asked for, refusals are shown at the field they are about.
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { ChoiceField, TextArea, TextField } from '#desk/ui/Field.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Switch } from '#desk/ui/Switch.tsx';
import { words } from '#desk/words/admin.ts';
import {
  type FieldSpec,
  fieldOf,
  isChanged,
  missingIn,
  reasonOf,
  shownFields,
  type Values,
} from './fields.ts';
import styles from './parts.module.css';

/** A form under way. */
export interface EditState {
  readonly values: Values;
  readonly set: (name: string, value: string | boolean) => void;
  readonly isDirty: boolean;
  readonly isBusy: boolean;
  readonly errors: Readonly<Record<string, string>>;
  /** A refusal that is about no field. */
  readonly refusal: string | null;
  readonly submit: (event?: FormEvent) => Promise<void>;
}

/** Keeps the values of a form and saves them. */
export function useEdit(
  fields: readonly FieldSpec[],
  initial: Values,
  onSave: (values: Values) => Promise<unknown>,
): EditState {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const refused = (error: unknown) => {
    const name = fieldOf(error, shownFields(fields, values));
    if (name === null) setRefusal(reasonOf(error));
    else setErrors({ [name]: reasonOf(error) });
  };
  return {
    values,
    set(name, value) {
      setValues((before) => ({ ...before, [name]: value }));
      setErrors(({ [name]: _, ...others }) => others);
    },
    isDirty: isChanged(initial, values),
    isBusy,
    errors,
    refusal,
    async submit(event) {
      event?.preventDefault();
      const missing = missingIn(fields, values);
      setRefusal(null);
      setErrors(Object.fromEntries(missing.map((name) => [name, words.form.missing])));
      if (missing.length > 0 || isBusy) return;
      setBusy(true);
      await onSave(values)
        .catch(refused)
        .finally(() => setBusy(false));
    },
  };
}

function OneField({ spec, edit }: { readonly spec: FieldSpec; readonly edit: EditState }) {
  const { name, label, hint, kind = 'text', choices = [], isRequired = false, placeholder } = spec;
  const value = edit.values[name] ?? '';
  const error = edit.errors[name] ?? null;
  const described = { label, hint, error, name, required: isRequired };
  const onChange = (event: { readonly target: { readonly value: string } }) =>
    edit.set(name, event.target.value);
  if (spec.render) {
    return spec.render({ value: String(value), onChange: (next) => edit.set(name, next), error });
  }
  if (kind === 'switch') {
    return (
      <Switch label={label} hint={hint} isOn={value === true} onChange={(isOn) => edit.set(name, isOn)} />
    );
  }
  if (kind === 'choice') {
    return <ChoiceField {...described} choices={choices} value={String(value)} onChange={onChange} />;
  }
  if (kind === 'long' || kind === 'mono') {
    return (
      <TextArea
        {...described}
        dir="auto"
        rows={5}
        className={kind === 'mono' ? (styles['mono'] ?? '') : ''}
        placeholder={placeholder}
        value={String(value)}
        onChange={onChange}
      />
    );
  }
  const isCode = kind === 'url' || kind === 'password';
  return (
    <TextField
      {...described}
      type={kind === 'url' ? 'text' : kind}
      inputMode={kind === 'url' ? 'url' : undefined}
      autoComplete={kind === 'password' ? 'new-password' : 'off'}
      spellCheck={!isCode}
      dir={isCode ? undefined : 'auto'}
      placeholder={placeholder}
      value={String(value)}
      onChange={onChange}
    />
  );
}

interface EditFormProps {
  /** By which a button outside of it submits it. */
  readonly id: string;
  readonly fields: readonly FieldSpec[];
  readonly edit: EditState;
  readonly children?: ReactNode;
}

/** The fields of a form, in order. The first refused one gets the focus. */
export function EditForm({ id, fields, edit, children }: EditFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const refused = Object.keys(edit.errors).join();
  useEffect(() => {
    if (refused !== '') form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refused]);
  return (
    <form id={id} ref={form} className={styles['form']} noValidate onSubmit={edit.submit}>
      {shownFields(fields, edit.values).map((spec) => (
        <OneField key={spec.name} spec={spec} edit={edit} />
      ))}
      {edit.refusal && (
        <Notice tone="bad">
          <p>{edit.refusal}</p>
        </Notice>
      )}
      {children}
    </form>
  );
}
