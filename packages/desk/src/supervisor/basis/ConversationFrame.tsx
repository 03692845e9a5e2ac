// The frame of a page that is one conversation: the way back, whose it is, and what can be done with it.
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { classes } from '#desk/ui/classes.ts';
import styles from './ConversationFrame.module.css';

interface ConversationHeadProps {
  readonly back: { readonly href: string; readonly label: string };
  readonly title: ReactNode;
  readonly intro: ReactNode;
  readonly children?: ReactNode;
}

/** The head; its children are what can be done. */
export function ConversationHead({ back, title, intro, children }: ConversationHeadProps) {
  return (
    <header className={styles['head']}>
      <Link href={back.href} className={styles['back'] ?? ''} aria-label={back.label}>
        <ArrowLeft aria-hidden="true" />
      </Link>
      <div className={styles['titles']}>
        <h1>{title}</h1>
        <p>{intro}</p>
      </div>
      {children}
    </header>
  );
}

interface ConversationFrameProps {
  readonly head: ReactNode;
  /** The look of what is below the head. */
  readonly className: string | undefined;
  /** In little room the page grows with what is in it, instead of what is in it scrolling. */
  readonly isLong?: boolean;
  readonly children: ReactNode;
}

/** The page: the head stays, what is below has the room that is left. */
export function ConversationFrame({ head, className, isLong = false, children }: ConversationFrameProps) {
  return (
    <div className={classes(styles['page'], isLong && styles['long'])}>
      {head}
      <div className={classes(styles['body'], className)}>{children}</div>
    </div>
  );
}
