// The window of the customer on the canvas, read again when he writes, and counted down.
import { useEffect, useState } from 'react';
import { get } from '#desk/rest/request.ts';
import type { Reach } from '../channel.ts';
import { type WindowRecord, type WindowState, windowAt } from './window.ts';

const SOON_MS = 5 * 60_000;

/** The window now; `newest` is the last message, for any may have opened it. */
export function useWindow({ channel, customerAddress, ourAddress }: Reach, newest: number): WindowState {
  const [record, setRecord] = useState<WindowRecord | null>(null);
  const [now, setNow] = useState(Date.now());
  const isWindowed = channel === 'whatsapp' || channel === 'messenger';
  const state = windowAt(record, now);
  const { kind } = state;
  useEffect(() => {
    if (!isWindowed || customerAddress === null || ourAddress === null) return;
    const ended = new AbortController();
    get<WindowRecord>('/content/v1/Windows', { To: customerAddress, From: ourAddress }, ended.signal)
      .then((read) => {
        setRecord(read);
        setNow(Date.now());
      })
      // Unknown is not closed: the server has the last word when something is sent.
      .catch(() => {});
    return () => ended.abort();
  }, [isWindowed, customerAddress, ourAddress, newest]);
  const isSoon = state.left < SOON_MS;
  useEffect(() => {
    if (kind !== 'open' && kind !== 'closing') return;
    const timer = setInterval(() => setNow(Date.now()), isSoon ? 1_000 : 20_000);
    return () => clearInterval(timer);
  }, [kind, isSoon]);
  return state;
}
