// Buttons: what they look like and how they say that something is under way.
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import styles from './Button.module.css';
import { classes } from './classes.ts';
import { Spinner } from './Spinner.tsx';

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';

interface Looks {
  readonly kind?: ButtonKind;
  readonly isSmall?: boolean;
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement>, Looks {
  /** What it starts is under way: it cannot be pressed again and says so. */
  readonly isBusy?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** How anything looks that acts as a button, links included. */
export function buttonClass({ kind = 'secondary', isSmall = false }: Looks, more?: string): string {
  return classes(styles['button'], styles[kind], isSmall && styles['small'], more);
}

/** A button with words; `type` is `button` unless it submits a form. */
export function Button({
  kind = 'secondary',
  isSmall = false,
  isBusy = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || isBusy}
      aria-busy={isBusy || undefined}
      className={buttonClass({ kind, isSmall }, classes(isBusy && styles['busy'], className))}
    >
      {isBusy && <Spinner />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  /** What it does: read by screen readers and shown while pointed at. */
  readonly label: string;
  readonly children: ReactNode;
}

/** A button with an icon alone. */
export function IconButton({ label, kind = 'quiet', className, ...rest }: IconButtonProps) {
  return (
    <Button
      {...rest}
      kind={kind}
      aria-label={label}
      title={label}
      className={classes(styles['icon'], className)}
    />
  );
}
