// The number in the window's title: offers and conversations that want to be looked at.
import { useEffect } from 'react';

const NUMBER = /^\(\d+\+?\) /;

/** Puts the number in front of whatever the title is. */
export function useTitleNumber(count: number): void {
  useEffect(() => {
    const bare = document.title.replace(NUMBER, '');
    document.title = count > 0 ? `(${count > 99 ? '99+' : count}) ${bare}` : bare;
    return () => {
      document.title = document.title.replace(NUMBER, '');
    };
  }, [count]);
}
