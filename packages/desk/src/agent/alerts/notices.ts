// Notifications of the desktop, for what happens while the desk is not looked at.
type Permission = 'granted' | 'denied' | 'default' | 'missing';

/** Whether this page may notify. */
export function noticePermission(): Permission {
  return 'Notification' in window ? Notification.permission : 'missing';
}

/** Asks the agent; only ever because he pressed a button. */
export async function askForNotices(): Promise<Permission> {
  if (!('Notification' in window)) return 'missing';
  return Notification.requestPermission();
}

/** Notifies, unless the desk is looked at anyway; `tag` replaces an earlier one of the same subject. */
export function notice(title: string, body: string, tag: string, onOpen: () => void): void {
  // Browsers take their time to tell the permission.
  if ((!document.hidden && document.hasFocus()) || noticePermission() !== 'granted') return;
  try {
    const shown = new Notification(title, { body, tag, icon: '/icon.svg' });
    shown.onclick = () => {
      window.focus();
      shown.close();
      onOpen();
    };
  } catch {
    // Some phones have the permission and no such notifications.
  }
}
