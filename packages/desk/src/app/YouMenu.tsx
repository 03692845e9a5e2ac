// Whoever is signed in: the activity and how long it lasts, notifications, the theme, the password, and the way out.
import { BellRing, KeyRound, LogOut, Moon, Sun, SunMoon } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { ActivityIcon, ActivitySwitch } from '#desk/agent/activity/ActivitySwitch.tsx';
import { presenceOf } from '#desk/agent/activity/presence.ts';
import { switchActivity } from '#desk/agent/activity/switch-activity.ts';
import { signOut } from '#desk/session/session.ts';
import { useDesk } from '#desk/state/store.ts';
import type { WorkerState } from '#desk/state/worker.ts';
import { Avatar } from '#desk/ui/Avatar.tsx';
import type { MenuChoice, MenuGroup } from '#desk/ui/overlays/Menu.tsx';
import { Menu } from '#desk/ui/overlays.tsx';
import { notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/app.ts';
import styles from './Frame.module.css';
import { chooseTheme, chosenTheme, type Theme } from './theme.ts';

const AlertSettings = lazy(async () => ({
  default: (await import('#desk/agent/alerts/AlertSettings.tsx')).AlertSettings,
}));

const ChangePassword = lazy(async () => ({
  default: (await import('#desk/session/ChangePassword.tsx')).ChangePassword,
}));

const THEMES = [
  ['light', words.you.light, Sun],
  ['dark', words.you.dark, Moon],
  ['system', words.you.system, SunMoon],
] as const;

function groupsOf({ activities, activity: present, sid }: WorkerState, chosen: Theme): MenuGroup[] {
  const activity = {
    title: words.you.activity,
    choices: activities.map(({ sid: activitySid, name, available }) => ({
      id: `activity ${activitySid}`,
      label: name,
      icon: <ActivityIcon name={name} available={available} />,
    })),
    chosen: present === null ? null : `activity ${present.sid}`,
  };
  const appearance = {
    title: words.you.theme,
    choices: THEMES.map(([id, label, Icon]) => ({
      id: `theme ${id}`,
      label,
      icon: <Icon aria-hidden="true" />,
    })),
    chosen: `theme ${chosen}`,
  };
  return sid === null ? [appearance] : [activity, appearance];
}

function choicesOf(hasPassword: boolean): MenuChoice[] {
  return [
    { id: 'alerts', label: words.you.settings, icon: <BellRing aria-hidden="true" /> },
    ...(hasPassword
      ? [{ id: 'password', label: words.you.password, icon: <KeyRound aria-hidden="true" /> }]
      : []),
    { id: 'sign-out', label: words.you.signOut, icon: <LogOut aria-hidden="true" /> },
  ];
}

/** The menu at the foot of the navigation. */
export function YouMenu() {
  const worker = useDesk((state) => state.worker);
  const user = useDesk((state) => state.session.user);
  const [dialog, setDialog] = useState<'alerts' | 'password' | null>(null);
  const [theme, setTheme] = useState(chosenTheme);
  const name = user?.fullName || worker.name;
  const choose = (id: string) => {
    const [kind, value = ''] = id.split(' ');
    if (kind === 'activity') switchActivity(value);
    else if (kind === 'theme') {
      chooseTheme(value as Theme);
      setTheme(value as Theme);
    } else if (kind === 'alerts' || kind === 'password') setDialog(kind);
    else signOut().catch(notifyFailure);
  };
  return (
    <>
      <Menu
        label={words.you.label(name)}
        className={styles['you'] ?? ''}
        groups={groupsOf(worker, theme)}
        choices={choicesOf(user?.hasPassword ?? false)}
        onChoose={choose}
        placement="top start"
      >
        <Avatar name={name} presence={worker.sid === null ? null : presenceOf(worker.activity)} />
      </Menu>
      {worker.activity !== null && (
        <span className={styles['activity']}>
          <ActivitySwitch isSmall />
        </span>
      )}
      <Suspense fallback={null}>
        {dialog === 'alerts' && <AlertSettings isOpen onClose={() => setDialog(null)} />}
        {dialog === 'password' && <ChangePassword onClose={() => setDialog(null)} />}
      </Suspense>
    </>
  );
}
