// The log: only what is near the screen is in the page; it stays at the newest message until somebody scrolls away.
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { Spinner } from '#desk/ui/Spinner.tsx';
import { words } from '#desk/words/canvas.ts';
import { DeliveryPictures } from './DeliveryMark.tsx';
import styles from './MessageLog.module.css';
import { estimatedHeight } from './row-height.ts';
import type { LogRow } from './rows.ts';

interface MessageLogProps {
  readonly rows: readonly LogRow[];
  readonly hasEarlier: boolean;
  /** Reads the page before; resolves when it is among the rows. */
  readonly onEarlier: () => Promise<void>;
  readonly render: (row: LogRow) => ReactNode;
  /** The newest message, to count what came while somebody was elsewhere. */
  readonly newestIndex: number;
  readonly onAtEnd: (isAtEnd: boolean) => void;
}

/** Counted as being at the end. */
const NEAR_END_PX = 48;
/** Older messages are asked for when this many lines are left above. */
const AHEAD = 25;

/** Up and down go from message to message while one of their menus has the focus. */
function moveAmongMenus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const target = event.target as HTMLElement;
  if (step === undefined || !('messageMenu' in target.dataset)) return;
  const menus = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-message-menu]')];
  const next = menus[menus.indexOf(target) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}

/** The lines of a conversation. */
export function MessageLog(props: MessageLogProps) {
  const { rows, hasEarlier, onEarlier, render, newestIndex, onAtEnd } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const [seen, setSeen] = useState(newestIndex);
  const isReading = useRef(false);
  const [pagesRead, setPagesRead] = useState(0);
  // Another function would be taken for other lines, and all of them be added up again.
  const keyOf = useCallback((place: number) => rows[place]!.key, [rows]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (place) => estimatedHeight(rows[place]!),
    getItemKey: keyOf,
    overscan: 3,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: NEAR_END_PX,
    paddingStart: 16,
    paddingEnd: 12,
    useFlushSync: false,
    onChange: (instance) => {
      const isThere = instance.isAtEnd(NEAR_END_PX);
      setAtEnd((before) => (before === isThere ? before : isThere));
    },
  });
  const items = virtualizer.getVirtualItems();

  useLayoutEffect(() => {
    virtualizer.scrollToEnd();
  }, []);

  // The message box grows, the window changes, a line turns out higher than thought: the end stays the end.
  const stays = useRef(true);
  stays.current = isAtEnd;
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (stays.current) virtualizer.scrollToEnd();
    });
    observer.observe(scroller.current!);
    return () => observer.disconnect();
  }, []);

  // What the agent himself has just said is looked at.
  const last = rows.at(-1);
  const lastOwn = last?.kind === 'pending' || last?.kind === 'note' ? last.key : null;
  useEffect(() => {
    if (lastOwn !== null) virtualizer.scrollToEnd();
  }, [lastOwn]);

  const first = items[0]?.index ?? 0;
  useEffect(() => {
    if (!hasEarlier || isReading.current || first > AHEAD || rows.length === 0) return;
    isReading.current = true;
    // Where it fails, the next look tries again.
    onEarlier()
      .catch(() => {})
      .finally(() => {
        isReading.current = false;
        setPagesRead((before) => before + 1);
      });
  }, [first, hasEarlier, rows.length, pagesRead]);

  useEffect(() => {
    onAtEnd(isAtEnd);
    if (isAtEnd) setSeen(newestIndex);
  }, [isAtEnd, newestIndex, onAtEnd]);

  const unseen = Math.max(0, newestIndex - seen);
  return (
    <div className={styles['frame']}>
      <DeliveryPictures />
      <div
        ref={scroller}
        className={styles['scroller']}
        role="log"
        aria-live="off"
        aria-label={words.log}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keyboard
        tabIndex={0}
        onKeyDown={moveAmongMenus}
      >
        <div className={styles['sizer']} style={{ height: virtualizer.getTotalSize() }}>
          {hasEarlier ? (
            <p className={styles['top']}>
              <Spinner />
              <span className="visually-hidden">{words.loadingEarlier}</span>
            </p>
          ) : null}
          {items.map((item) => (
            <div
              key={item.key}
              className={styles['item']}
              style={{ top: item.start }}
              data-index={item.index}
              ref={virtualizer.measureElement}
            >
              {render(rows[item.index]!)}
            </div>
          ))}
        </div>
      </div>
      {!isAtEnd && (
        <button
          type="button"
          className={styles['jump']}
          onClick={() => virtualizer.scrollToEnd()}
          aria-label={unseen > 0 ? `${words.newestCount(unseen)}. ${words.newest}` : words.newest}
        >
          {unseen > 0 && <span aria-hidden="true">{words.newestCount(unseen)}</span>}
          <ArrowDown aria-hidden="true" />
        </button>
      )}
    </div>
  );
}
