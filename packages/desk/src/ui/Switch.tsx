// Switches: something that is on or off, and takes effect when it is pressed.
import { type ReactNode, useId } from 'react';
import { classes } from './classes.ts';
import styles from './Switch.module.css';

interface SwitchProps {
  /** What is on or off. */
  readonly label: string;
  /** Keeps the label for screen readers only. */
  readonly isLabelHidden?: boolean;
  readonly hint?: ReactNode;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly isDisabled?: boolean;
  /** The change is under way: it keeps its focus, and a press does nothing. */
  readonly isBusy?: boolean;
}

/** `checked` says what `aria-checked` would. */
const AS_SWITCH = { role: 'switch' } as const;

/** A switch with its label; Space presses it as any checkbox. */
export function Switch({
  label,
  isLabelHidden = false,
  hint,
  isOn,
  onChange,
  isDisabled = false,
  isBusy = false,
}: SwitchProps) {
  const id = useId();
  return (
    <label className={classes(styles['switch'], isBusy && styles['busy'])}>
      <input
        type="checkbox"
        {...AS_SWITCH}
        checked={isOn}
        disabled={isDisabled}
        aria-busy={isBusy || undefined}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => {
          if (!isBusy) onChange(event.target.checked);
        }}
      />
      <span className={isLabelHidden ? 'visually-hidden' : styles['words']}>
        <span id={`${id}-label`} className={styles['label']}>
          {label}
        </span>
        {hint && (
          <span id={`${id}-hint`} className={styles['hint']}>
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}
