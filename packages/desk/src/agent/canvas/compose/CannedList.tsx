// The list of canned responses above the message box; the box keeps the focus and moves through it.

import { useEffect, useRef } from 'react';
import { classes } from '#desk/ui/classes.ts';
import { words } from '#desk/words/canvas.ts';
import styles from './CannedList.module.css';
import type { CannedResponse } from './canned.ts';

interface CannedListProps {
  readonly id: string;
  readonly responses: readonly CannedResponse[];
  readonly active: number;
  readonly isLoading: boolean;
  readonly hasFailed: boolean;
  /** There are none at all. */
  readonly isEmpty: boolean;
  readonly onChoose: (response: CannedResponse) => void;
}

/** The element of one response, which the message box names as the active one. */
export const optionId = (id: string, place: number) => `${id}-${place}`;

function Nothing({ isLoading, hasFailed, isEmpty }: CannedListProps) {
  const said = {
    loading: '…',
    failed: words.canned.failed,
    empty: words.canned.empty,
    none: words.canned.none,
  };
  const kind = hasFailed ? 'failed' : isLoading ? 'loading' : isEmpty ? 'empty' : 'none';
  return (
    <p className={styles['nothing']} role="status">
      {said[kind]}
    </p>
  );
}

/** Responses that fit what is typed. */
export function CannedList(props: CannedListProps) {
  const { id, responses, active, onChoose } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  if (responses.length === 0) {
    return (
      <div className={classes('floating', styles['list'])}>
        <Nothing {...props} />
      </div>
    );
  }
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={words.canned.label}
      className={classes('floating', styles['list'])}
    >
      {responses.map((response, place) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the message box has the keys
        <div
          key={response.sid}
          id={optionId(id, place)}
          role="option"
          aria-selected={place === active}
          tabIndex={-1}
          className={styles['option']}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(response)}
        >
          <span className={styles['head']}>
            <strong dir="auto">{response.name}</strong>
            {response.shortcut && <kbd>/{response.shortcut}</kbd>}
          </span>
          <span className={styles['body']} dir="auto">
            {response.body}
          </span>
        </div>
      ))}
    </div>
  );
}
