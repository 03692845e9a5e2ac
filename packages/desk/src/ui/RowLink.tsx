// The link of a row: the whole row leads where it leads.
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './RowLink.module.css';

/** Fills the nearest positioned element around it. */
export function RowLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <Link href={href} className={styles['link'] ?? ''}>
      {children}
    </Link>
  );
}
