// Filters above a list: what is typed counts when the form is sent.
import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#desk/ui/Button.tsx';
import { words } from '#desk/words/admin.ts';
import styles from './parts.module.css';

interface FilterBarProps {
  readonly onFind: () => void;
  /** The fields. */
  readonly children: ReactNode;
}

/** The fields and the button. */
export function FilterBar({ onFind, children }: FilterBarProps) {
  return (
    <form
      className={styles['filters']}
      onSubmit={(event) => {
        event.preventDefault();
        onFind();
      }}
    >
      {children}
      <Button type="submit">
        <Search aria-hidden="true" />
        {words.form.find}
      </Button>
    </form>
  );
}
