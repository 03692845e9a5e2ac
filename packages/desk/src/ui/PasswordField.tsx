// A field for a password, which can be made readable.
import { Eye, EyeOff } from 'lucide-react';
import { type InputHTMLAttributes, useState } from 'react';
import { words } from '#desk/words/ui.ts';
import { IconButton } from './Button.tsx';
import { classes } from './classes.ts';
import { Field } from './Field.tsx';
import styles from './PasswordField.module.css';

interface PasswordFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | null;
  /** By which the browser keeps apart what is typed from what is made up. */
  readonly autoComplete: 'current-password' | 'new-password';
}

/** A labelled password. */
export function PasswordField({ label, hint, error, ...rest }: PasswordFieldProps) {
  const [isShown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (
        <div className={styles['password']}>
          <input
            autoCapitalize="none"
            spellCheck={false}
            {...rest}
            {...attributes}
            className={classes(attributes.className, styles['input'])}
            type={isShown ? 'text' : 'password'}
          />
          <IconButton
            label={isShown ? words.hide(label) : words.show(label)}
            aria-pressed={isShown}
            onClick={() => setShown(!isShown)}
          >
            {isShown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
          </IconButton>
        </div>
      )}
    </Field>
  );
}
