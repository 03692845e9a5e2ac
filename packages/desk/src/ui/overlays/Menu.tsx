// Menus: a button that opens a list of things to do.
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components';
import { classes } from '../classes.ts';
import styles from './Menu.module.css';
import { PressTrigger } from './PressTrigger.tsx';

/** One thing to do. */
export interface MenuChoice {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
  readonly isDisabled?: boolean;
  /** It takes something away. */
  readonly isBad?: boolean;
}

interface MenuProps {
  /** What the menu is of, for screen readers. */
  readonly label: string;
  /** What is inside the button. */
  readonly children: ReactNode;
  /** The button's look: a class of the caller's, or of `buttonClass`. */
  readonly className: string;
  readonly choices: readonly MenuChoice[];
  /** The one that holds now, where the choices are states. */
  readonly chosen?: string | null;
  readonly onChoose: (id: string) => void;
  readonly placement?: 'bottom start' | 'bottom end' | 'top start' | 'top end';
}

/** A button with a menu. Arrow keys, letters and Escape work as in any menu of the platform. */
export function Menu({
  label,
  children,
  className,
  choices,
  chosen,
  onChoose,
  placement = 'bottom start',
}: MenuProps) {
  return (
    <MenuTrigger>
      <PressTrigger label={label} className={className}>
        {children}
      </PressTrigger>
      <Popover className={styles['popover'] ?? ''} placement={placement} offset={6}>
        <AriaMenu
          className={styles['menu'] ?? ''}
          aria-label={label}
          selectionMode={chosen === undefined ? 'none' : 'single'}
          selectedKeys={chosen ? [chosen] : []}
          onAction={(key) => onChoose(String(key))}
        >
          {choices.map((choice) => (
            <MenuItem
              key={choice.id}
              id={choice.id}
              textValue={choice.label}
              isDisabled={choice.isDisabled ?? false}
              className={classes(styles['item'], choice.isBad && styles['bad'])}
            >
              {choice.icon}
              <span className={styles['words']}>
                <Text slot="label">{choice.label}</Text>
                {choice.hint && (
                  <Text slot="description" className={styles['hint'] ?? ''}>
                    {choice.hint}
                  </Text>
                )}
              </span>
              {chosen === choice.id && <Check aria-hidden="true" />}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
