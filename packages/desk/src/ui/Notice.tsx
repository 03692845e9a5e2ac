// What the desk has to say about the state of things: notices in the page, and places where nothing is.
import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './Notice.module.css';

const ICONS = { info: Info, warn: TriangleAlert, bad: CircleAlert, good: CircleCheck } as const;

interface NoticeProps {
  readonly tone?: keyof typeof ICONS;
  readonly title?: string;
  readonly children?: ReactNode;
  /** Buttons that help. */
  readonly actions?: ReactNode;
}

/** A sentence in the page that should be noticed; what went wrong is announced. */
export function Notice({ tone = 'info', title, children, actions }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div className={classes(styles['notice'], styles[tone])} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon aria-hidden="true" />
      <div className={styles['body']}>
        {title && <p className={styles['title']}>{title}</p>}
        {children}
        {actions && <div className={styles['actions']}>{actions}</div>}
      </div>
    </div>
  );
}

interface EmptyProps {
  /** 1 where it is the whole page. */
  readonly level?: 1 | 2;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** A place with nothing in it: what would be here, and how it gets here. */
export function Empty({ level = 2, icon: Icon, title, children, actions }: EmptyProps) {
  const Heading = `h${level}` as const;
  return (
    <div className={styles['empty']}>
      <Icon aria-hidden="true" />
      <Heading>{title}</Heading>
      {children}
      {actions && <div className={styles['actions']}>{actions}</div>}
    </div>
  );
}
