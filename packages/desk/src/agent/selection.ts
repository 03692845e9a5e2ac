// Which task is looked at: the address and the state say the same, whichever of them changed.
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { addListener, invokeAction, type Payload, removeListener } from '#desk/actions/actions.ts';
import { deskState, useDesk } from '#desk/state/store.ts';
import { notifyFailure } from '#desk/ui/Toasts.tsx';
import { PHONE } from './media.ts';

/** The address of a task. */
export function taskPath(sid: string): string {
  return `/tasks/${sid}`;
}

/** The task an address names; null for the list, undefined for another area. */
export function addressedTask(path: string): string | null | undefined {
  if (path === '/') return null;
  return /^\/tasks\/([^/]+)/.exec(path)?.[1];
}

/** Looks at a task, or at none. */
export function selectTask(sid: string | null): void {
  invokeAction('SelectTask', { sid }).catch(notifyFailure);
}

/** On a phone the list is a page of its own; beside a conversation it keeps what was looked at before. */
function isKeptOnReturn(sid: string | null): sid is string {
  return sid !== null && sid in deskState().tasks.bySid && !window.matchMedia(PHONE).matches;
}

/** Keeps address and state in step, and shows the task again that is selected from another area. */
export function useSelectionInAddress(): void {
  const [path, navigate] = useLocation();
  const selected = useDesk((state) => state.view.selectedTaskSid);
  const seen = useRef<{ path: string; selected: string | null }>({ path: '', selected: null });
  useEffect(() => {
    const before = seen.current;
    seen.current = { path, selected };
    const addressed = addressedTask(path);
    const hasMoved = path !== before.path;
    if (addressed === selected || (addressed === undefined && (hasMoved || selected === null))) return;
    if (!hasMoved) navigate(selected === null ? '/' : taskPath(selected));
    else if (addressed === null && isKeptOnReturn(selected)) navigate(taskPath(selected), { replace: true });
    else selectTask(addressed ?? null);
  }, [path, selected, navigate]);
  useEffect(() => {
    const show = (payload: Payload) => {
      const sid = deskState().view.selectedTaskSid;
      const isMeant = sid !== null && (payload['sid'] ?? (payload['task'] as Payload)?.['sid']) === sid;
      if (isMeant && addressedTask(window.location.pathname) !== sid) navigate(taskPath(sid));
    };
    addListener('afterSelectTask', show);
    return () => removeListener('afterSelectTask', show);
  }, [navigate]);
}
