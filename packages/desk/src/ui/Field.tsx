// Labelled inputs with a hint and the reason why a value was refused.
import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { classes } from './classes.ts';
import styles from './Field.module.css';

interface Labelled {
  readonly label: string;
  /** Keeps the label for screen readers only. */
  readonly isLabelHidden?: boolean;
  readonly hint?: ReactNode;
  /** Why the value was refused; announced when it appears. */
  readonly error?: string | null | undefined;
}

interface Described extends Labelled {
  readonly children: (attributes: {
    id: string;
    className: string;
    'aria-invalid': boolean | undefined;
    'aria-describedby': string | undefined;
  }) => ReactNode;
}

/** Label, hint and error around any control, wired up for screen readers. */
export function Field({ label, isLabelHidden = false, hint, error, children }: Described) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : styles['label']}>
        {label}
      </label>
      {children({
        id,
        className: styles['input'] ?? '',
        'aria-invalid': error ? true : undefined,
        'aria-describedby': described || undefined,
      })}
      {hint && (
        <p id={`${id}-hint`} className={styles['hint']}>
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className={styles['error']} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = Labelled &
  InputHTMLAttributes<HTMLInputElement> & { readonly ref?: Ref<HTMLInputElement> };

/** One line of text. */
export function TextField({ label, isLabelHidden, hint, error, className, ...rest }: TextFieldProps) {
  return (
    <Field label={label} isLabelHidden={isLabelHidden ?? false} hint={hint} error={error}>
      {(attributes) => (
        <input {...rest} {...attributes} className={classes(attributes.className, className)} />
      )}
    </Field>
  );
}

type TextAreaProps = Labelled &
  TextareaHTMLAttributes<HTMLTextAreaElement> & { readonly ref?: Ref<HTMLTextAreaElement> };

/** Several lines of text. */
export function TextArea({ label, isLabelHidden, hint, error, className, ...rest }: TextAreaProps) {
  return (
    <Field label={label} isLabelHidden={isLabelHidden ?? false} hint={hint} error={error}>
      {(attributes) => (
        <textarea {...rest} {...attributes} className={classes(attributes.className, className)} />
      )}
    </Field>
  );
}

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly isDisabled?: boolean;
}

type ChoiceFieldProps = Labelled &
  SelectHTMLAttributes<HTMLSelectElement> & { readonly choices: readonly Choice[] };

/** One of a few values, with the platform's own list: best on a phone and for screen readers. */
export function ChoiceField({
  label,
  isLabelHidden,
  hint,
  error,
  choices,
  className,
  ...rest
}: ChoiceFieldProps) {
  return (
    <Field label={label} isLabelHidden={isLabelHidden ?? false} hint={hint} error={error}>
      {(attributes) => (
        <select {...rest} {...attributes} className={classes(attributes.className, className)}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value} disabled={choice.isDisabled ?? false}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
