// The agent's activity, for how long, and the others there are.
import { ChevronDown } from 'lucide-react';
import { useDesk } from '#desk/state/store.ts';
import { classes } from '#desk/ui/classes.ts';
import { Menu } from '#desk/ui/overlays.tsx';
import { words } from '#desk/words/tasks.ts';
import { useNow } from '../clock.ts';
import { ageIn } from '../times.ts';
import styles from './ActivitySwitch.module.css';
import { presenceOf } from './presence.ts';
import { switchActivity } from './switch-activity.ts';

/** A small round mark in the colour of the activity. */
function ActivityDot({ name, available }: { readonly name: string; readonly available: boolean }) {
  return (
    <span className={classes(styles['dot'], styles[presenceOf({ name, available })])} aria-hidden="true" />
  );
}

/** The same where menus have their icons. */
export function ActivityIcon(activity: { readonly name: string; readonly available: boolean }) {
  return (
    <span className={styles['icon']}>
      <ActivityDot {...activity} />
    </span>
  );
}

/** A button with the activity's name that opens the list of activities. */
export function ActivitySwitch({ isSmall = false }: { readonly isSmall?: boolean }) {
  const { activity, activities, activitySince } = useDesk((state) => state.worker);
  const now = useNow();
  if (activity === null) return <span className={styles['unknown']}>{words.activity.unknown}</span>;
  const lasted = activitySince === null ? 0 : now - activitySince;
  const age = ageIn(lasted);
  return (
    <Menu
      label={words.activity.label([activity.name, age].filter(Boolean).join(' '))}
      className={classes(styles['switch'], isSmall && styles['small'])}
      choices={activities.map(({ sid, name, available }) => ({
        id: sid,
        label: name,
        icon: <ActivityIcon name={name} available={available} />,
      }))}
      chosen={activity.sid}
      onChoose={switchActivity}
      placement={isSmall ? 'top start' : 'bottom end'}
    >
      {!isSmall && <ActivityDot {...activity} />}
      <span className={styles['name']}>{activity.name}</span>{' '}
      {age !== null && <span className={styles['age']}>{age}</span>}
      {!isSmall && <ChevronDown aria-hidden="true" />}
    </Menu>
  );
}
