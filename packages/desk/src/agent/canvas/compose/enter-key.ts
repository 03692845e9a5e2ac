// What Enter does in the message box: a choice of this device.
import { useState } from 'react';

const KEY = 'parley.enter';

/** Whether Enter sends, and how to change it. Elsewhere Ctrl and Enter do. */
export function useEnterSends(): readonly [boolean, () => void] {
  const [sends, setSends] = useState(() => localStorage.getItem(KEY) !== 'break');
  const toggle = () => {
    localStorage.setItem(KEY, sends ? 'break' : 'send');
    setSends(!sends);
  };
  return [sends, toggle];
}
