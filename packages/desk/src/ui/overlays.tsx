// Overlays come with the second breath: the first load has their buttons, what opens follows when the page is idle.
import { type ComponentProps, lazy, Suspense } from 'react';
import type { Dialog as DialogType } from './overlays/Dialog.tsx';
import type { Menu as MenuType } from './overlays/Menu.tsx';

const loadDialog = () => import('./overlays/Dialog.tsx');
const loadMenu = () => import('./overlays/Menu.tsx');
const LateDialog = lazy(async () => ({ default: (await loadDialog()).Dialog }));
const LateMenu = lazy(async () => ({ default: (await loadMenu()).Menu }));

/** Fetches the overlays before anybody asks for one. */
export function prepareOverlays(): void {
  const whenIdle = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 300));
  whenIdle(() => {
    loadMenu()
      .then(loadDialog)
      .catch(() => {});
  });
}

/** A dialog; see overlays/Dialog.tsx. Nothing of it is in the page while it is closed. */
export function Dialog(props: ComponentProps<typeof DialogType>) {
  if (!props.isOpen) return null;
  return (
    <Suspense fallback={null}>
      <LateDialog {...props} />
    </Suspense>
  );
}

/** A button with a menu; see overlays/Menu.tsx. */
export function Menu(props: ComponentProps<typeof MenuType>) {
  const button = (
    <button type="button" className={props.className} aria-label={props.label} aria-haspopup="menu" disabled>
      {props.children}
    </button>
  );
  return (
    <Suspense fallback={button}>
      <LateMenu {...props} />
    </Suspense>
  );
}
