// Keeps what was typed from being lost by leaving the page.
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';

/** While something is unsaved the browser asks before the page is closed. */
export function useUnloadGuard(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isDirty]);
}

/** Holds links of the page back while something is unsaved; `leave` follows the one that was pressed. */
export function useLeaveGuard(isDirty: boolean) {
  const [, navigate] = useLocation();
  const [wanted, setWanted] = useState<string | null>(null);
  useUnloadGuard(isDirty);
  useEffect(() => {
    if (!isDirty) return;
    const hold = (event: MouseEvent) => {
      const link = (event.target as Element).closest('a[href^="/"]');
      if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      setWanted(link.getAttribute('href'));
    };
    document.addEventListener('click', hold, { capture: true });
    return () => document.removeEventListener('click', hold, { capture: true });
  }, [isDirty]);
  return {
    isAsking: wanted !== null,
    stay: () => setWanted(null),
    leave: () => {
      if (wanted !== null) navigate(wanted);
    },
  };
}
