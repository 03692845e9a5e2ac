// A conversation to read: who said what and when, oldest first. New words are announced where it is live.

import { Paperclip } from 'lucide-react';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { dayName } from '#desk/agent/canvas/log/times.ts';
import { Button } from '#desk/ui/Button.tsx';
import { classes } from '#desk/ui/classes.ts';
import { exactly } from '#desk/words/exactly.ts';
import { words as all } from '#desk/words/supervisor.ts';
import { timeOf } from '../basis/dates.ts';
import type { Speaker } from '../basis/who-speaks.ts';
import { Highlight } from './Highlight.tsx';
import styles from './Transcript.module.css';

const words = all.watch;

/** A message as it is read. */
export interface Line {
  readonly index: number;
  readonly author: string;
  readonly body: string;
  /** Milliseconds. */
  readonly date: number;
  readonly files: readonly string[];
  readonly hasFailed: boolean;
}

interface TranscriptProps {
  readonly label: string;
  readonly lines: readonly Line[];
  readonly speaker: (author: string) => Speaker;
  /** New lines come; the end stays in sight. */
  readonly isLive: boolean;
  /** The line that was sought, and the words that found it. */
  readonly foundIndex?: number | null;
  readonly query?: string;
  readonly onEarlier?: (() => void) | undefined;
  readonly isReadingEarlier?: boolean;
  /** Under the last line: who is writing. */
  readonly foot?: ReactNode;
}

interface LineProps {
  readonly line: Line;
  readonly before: Line | undefined;
  readonly speaker: (author: string) => Speaker;
  readonly isFound: boolean;
  readonly query: string;
}

const TOGETHER_MS = 5 * 60_000;

function TranscriptLine({ line, before, speaker, isFound, query }: LineProps) {
  const { side, name } = speaker(line.author);
  const date = new Date(line.date);
  const isNewDay = before === undefined || new Date(before.date).toDateString() !== date.toDateString();
  const goesOn = !isNewDay && before.author === line.author && line.date - before.date < TOGETHER_MS;
  return (
    <>
      {isNewDay && (
        <li className={styles['day']}>{dayName(new Date(line.date).setHours(0, 0, 0, 0), Date.now())}</li>
      )}
      <li
        className={classes(styles['line'], styles[side], isFound && styles['found'])}
        data-index={line.index}
        aria-current={isFound || undefined}
      >
        <span className={goesOn ? 'visually-hidden' : styles['who']}>
          {side !== 'system' && (
            <strong>
              <bdi>{name}</bdi>
            </strong>
          )}
          <time dateTime={date.toISOString()} title={exactly(date)}>
            {timeOf(date)}
          </time>
        </span>
        <div className={styles['bubble']} dir="auto" title={exactly(date)}>
          <Highlight text={line.body} query={query} />
          {line.files.map((file, index) => (
            <span key={index} className={styles['file']}>
              <Paperclip aria-hidden="true" />
              {words.file(file)}
            </span>
          ))}
        </div>
        {line.hasFailed && <span className={styles['failed']}>{words.notDelivered}</span>}
      </li>
    </>
  );
}

/** Keeps the end in sight while lines come, and what is read where it is while earlier ones do. */
function useScrolling(lines: readonly Line[], isLive: boolean, foundIndex: number | null) {
  const scroller = useRef<HTMLElement>(null);
  const seen = useRef({ height: 0, first: -1, isAtEnd: true, isPlaced: false });
  useLayoutEffect(() => {
    const { current: element } = scroller;
    const first = lines[0]?.index;
    if (element === null || first === undefined) return;
    const { current: before } = seen;
    const grown = element.scrollHeight - before.height;
    if (!before.isPlaced && foundIndex !== null) {
      element.querySelector(`[data-index="${foundIndex}"]`)?.scrollIntoView({ block: 'center' });
    } else if (before.isPlaced && first < before.first) element.scrollTop += grown;
    else if (isLive && before.isAtEnd) element.scrollTop = element.scrollHeight;
    seen.current = { ...before, height: element.scrollHeight, first, isPlaced: true };
  }, [lines, isLive, foundIndex]);
  const note = () => {
    const { current: element } = scroller;
    if (element === null) return;
    seen.current.isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 60;
  };
  return { scroller, note };
}

/** The transcript; it can be scrolled by keyboard. */
export function Transcript(props: TranscriptProps) {
  const { label, lines, speaker, isLive, query = '', onEarlier, foot } = props;
  const foundIndex = props.foundIndex ?? null;
  const { scroller, note } = useScrolling(lines, isLive, foundIndex);
  return (
    <section
      ref={scroller}
      className={styles['scroller']}
      role={isLive ? 'log' : undefined}
      aria-label={label}
      tabIndex={0}
      onScroll={note}
    >
      <div className={styles['column']}>
        {onEarlier && (
          <div className={styles['earlier']}>
            <Button isSmall kind="quiet" isBusy={props.isReadingEarlier ?? false} onClick={onEarlier}>
              {words.earlier}
            </Button>
          </div>
        )}
        {lines.length === 0 && <p className={styles['nobody']}>{words.empty}</p>}
        <ol className={styles['lines']}>
          {lines.map((line, index) => (
            <TranscriptLine
              key={line.index}
              line={line}
              before={lines[index - 1]}
              speaker={speaker}
              isFound={line.index === foundIndex}
              query={query}
            />
          ))}
        </ol>
        {foot !== undefined && <div className={styles['typing']}>{foot}</div>}
      </div>
    </section>
  );
}
