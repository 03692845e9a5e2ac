// Menus: a button that opens a list of things to do.
import { Check } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import {
  Menu as AriaMenu,
  Header,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Text,
} from 'react-aria-components';
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

/** Things of which one holds. */
export interface MenuGroup {
  readonly title: string;
  readonly choices: readonly MenuChoice[];
  /** The one that holds now; null where none does. */
  readonly chosen: string | null;
}

interface MenuProps {
  /** What the menu is of, for screen readers. */
  readonly label: string;
  /** What is inside the button. */
  readonly children: ReactNode;
  /** The button's look: a class of the caller's, or of `buttonClass`. */
  readonly className: string;
  /** What stands above the things to do. */
  readonly groups?: readonly MenuGroup[];
  readonly choices: readonly MenuChoice[];
  /** The one that holds now, where the choices are states. */
  readonly chosen?: string | null;
  readonly onChoose: (id: string) => void;
  readonly placement?: 'bottom start' | 'bottom end' | 'top start' | 'top end';
}

interface MenuListProps extends Pick<MenuProps, 'label' | 'groups' | 'choices' | 'chosen' | 'onChoose'> {
  readonly isFocused?: boolean;
  readonly onClose?: () => void;
}

/** What selection a menu or a part of it has. */
function selectionOf(chosen: string | null | undefined) {
  if (chosen === undefined) return { selectionMode: 'none' as const };
  return { selectionMode: 'single' as const, selectedKeys: chosen === null ? [] : [chosen] };
}

function itemOf(choice: MenuChoice, chosen: string | null | undefined) {
  return (
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
  );
}

function MenuList(props: MenuListProps) {
  const { label, groups = [], choices, chosen, onChoose, isFocused = false, onClose } = props;
  return (
    <AriaMenu
      className={styles['menu'] ?? ''}
      aria-label={label}
      {...selectionOf(chosen)}
      onAction={(key) => onChoose(String(key))}
      {...(isFocused && { autoFocus: 'first' as const })}
      {...(onClose && { onClose })}
    >
      {groups.map((group) => (
        <MenuSection key={group.title} className={styles['group'] ?? ''} {...selectionOf(group.chosen)}>
          <Header className={styles['title'] ?? ''}>{group.title}</Header>
          {group.choices.map((choice) => itemOf(choice, group.chosen))}
        </MenuSection>
      ))}
      {choices.map((choice) => itemOf(choice, chosen))}
    </AriaMenu>
  );
}

/** A button with a menu. Arrow keys, letters and Escape work as in any menu of the platform. */
export function Menu({ children, className, placement = 'bottom start', ...list }: MenuProps) {
  return (
    <MenuTrigger>
      <PressTrigger label={list.label} className={className}>
        {children}
      </PressTrigger>
      <Popover className={classes('floating', styles['popover'])} placement={placement} offset={6}>
        <MenuList {...list} />
      </Popover>
    </MenuTrigger>
  );
}

interface MenuAtProps extends Pick<MenuProps, 'choices' | 'onChoose'> {
  /** The button it was opened with. */
  readonly button: HTMLElement;
  readonly onClose: () => void;
}

/** An open menu at a button that is one of many. Focus goes back to the button when it closes. */
export function MenuAt({ button, choices, onChoose, onClose }: MenuAtProps) {
  const trigger = useRef<HTMLElement>(button);
  trigger.current = button;
  return (
    <Popover
      triggerRef={trigger}
      isOpen
      onOpenChange={(isOpen) => {
        if (isOpen) return;
        onClose();
        button.focus();
      }}
      placement="bottom end"
      className={classes('floating', styles['popover'])}
    >
      <MenuList
        isFocused
        label={button.getAttribute('aria-label') ?? ''}
        choices={choices}
        onChoose={onChoose}
        onClose={onClose}
      />
    </Popover>
  );
}
