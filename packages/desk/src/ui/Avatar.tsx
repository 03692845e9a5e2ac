// A person as a round mark: initials on a colour that stays the same for the same name.
import styles from './Avatar.module.css';
import { classes } from './classes.ts';

export type Presence = 'available' | 'unavailable' | 'offline';

/** The letters of a name; a phone number has its last two digits, for they tell numbers apart. */
export function initialsOf(name: string): string {
  const trimmed = name.trim();
  if (/^[a-z]*:?\+?[\d\s()-]+$/.test(trimmed)) return trimmed.replace(/\D/g, '').slice(-2);
  const words = trimmed.split(/[\s._@-]+/u).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? '')][0] ?? '',
  );
  return letters.join('').toLocaleUpperCase();
}

function hueOf(name: string): number {
  let sum = 7;
  for (const character of name) sum = (sum * 31 + character.codePointAt(0)!) % 360;
  return sum;
}

interface AvatarProps {
  readonly name: string;
  /** Pixels across. */
  readonly size?: number;
  readonly presence?: Presence | null;
}

/** The mark of a person beside whom the name is written; screen readers skip it. */
export function Avatar({ name, size = 36, presence = null }: AvatarProps) {
  return (
    <span
      className={styles['avatar']}
      style={{ width: size, height: size, fontSize: size * 0.38, ['--hue' as string]: hueOf(name) }}
      aria-hidden="true"
    >
      {initialsOf(name)}
      {presence && <span className={classes(styles['dot'], styles[presence])} />}
    </span>
  );
}
