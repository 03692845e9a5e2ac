// A field in which one types freely and is offered what fits.

import type { ReactNode } from 'react';
import {
  ComboBox as AriaComboBox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from 'react-aria-components';
import { classes } from '../classes.ts';
import fieldStyles from '../Field.module.css';
import { Spinner } from '../Spinner.tsx';
import styles from './ComboBox.module.css';

/** Something that fits. */
export interface ComboBoxItem {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** Stands in front of the words. */
  readonly icon?: ReactNode;
}

interface ComboBoxProps {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** What fits the text; the caller finds it. */
  readonly items: readonly ComboBoxItem[];
  readonly onChoose: (id: string) => void;
  readonly placeholder?: string;
  readonly hint?: ReactNode;
  /** Why the text cannot be taken. */
  readonly error?: string | null;
  /** What fits is being looked for. */
  readonly isLooking?: boolean;
  readonly autoFocus?: boolean;
  /** The field was entered or left. */
  readonly onFocusChange?: (isFocused: boolean) => void;
}

/** The text stays as it was typed; choosing from the list is the caller's to act on. */
export function ComboBox({
  label,
  text,
  onText,
  items,
  onChoose,
  placeholder = '',
  hint,
  error = null,
  isLooking = false,
  autoFocus = false,
  onFocusChange = () => {},
}: ComboBoxProps) {
  return (
    <AriaComboBox
      className={fieldStyles['field'] ?? ''}
      allowsCustomValue
      autoFocus={autoFocus}
      inputValue={text}
      onInputChange={onText}
      items={items}
      selectedKey={null}
      onSelectionChange={(key) => key !== null && onChoose(String(key))}
      isInvalid={error !== null}
      onFocusChange={onFocusChange}
    >
      <Label className={fieldStyles['label'] ?? ''}>{label}</Label>
      <div className={styles['around']}>
        <Input
          className={fieldStyles['input'] ?? ''}
          placeholder={placeholder}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          dir="auto"
        />
        {isLooking && (
          <span className={styles['looking']}>
            <Spinner />
          </span>
        )}
      </div>
      {error === null && hint && (
        <Text slot="description" className={fieldStyles['hint'] ?? ''}>
          {hint}
        </Text>
      )}
      <FieldError className={fieldStyles['error'] ?? ''}>{error}</FieldError>
      <Popover className={classes('floating', styles['popover'])} offset={6}>
        <ListBox<ComboBoxItem> className={styles['list'] ?? ''}>
          {(item) => (
            <ListBoxItem id={item.id} textValue={item.label} className={styles['item'] ?? ''}>
              {item.icon}
              <span className={styles['words']}>
                <Text slot="label" dir="auto">
                  {item.label}
                </Text>
                {item.hint && (
                  <Text slot="description" className={styles['hint'] ?? ''}>
                    {item.hint}
                  </Text>
                )}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
