// People who do not exist: names, and numbers that are set aside for fiction.
import type { Chance } from './random.ts';

const FIRST_NAMES = [
  'Amara', 'Ana', 'Arjun', 'Beatriz', 'Callum', 'Chidi', 'Clara', 'Daniel', 'Elif', 'Emma', 'Farah', 'Felix',
  'Grace', 'Hana', 'Hugo', 'Ines', 'Isaac', 'Jonas', 'Kenji', 'Layla', 'Leo', 'Lina', 'Marco', 'Maya', 'Mei',
  'Nadia', 'Noah', 'Olga', 'Omar', 'Priya', 'Ravi', 'Rosa', 'Samuel', 'Sofia', 'Tariq', 'Theo', 'Uma', 'Viktor',
  'Wanda', 'Yusuf', 'Zoe',
]; // biome-ignore format: names read better side by side
const LAST_NAMES = [
  'Abara', 'Andersen', 'Baptiste', 'Berg', 'Castillo', 'Chen', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'Gupta',
  'Haddad', 'Ito', 'Janssen', 'Kaya', 'Keller', 'Kim', 'Lindqvist', 'Lopez', 'Marsh', 'Moreau', 'Nowak', 'Okafor',
  'Park', 'Quinn', 'Rahman', 'Rossi', 'Santos', 'Silva', 'Tanaka', 'Usman', 'Vega', 'Walsh', 'Weber', 'Yilmaz',
]; // biome-ignore format: names read better side by side

/** North American area codes; the agents of the demo live in 415. */
const AREAS = [
  202, 206, 212, 213, 216, 228, 267, 303, 305, 312, 313, 323, 347, 404, 412, 416, 503, 504, 512, 514, 602, 604,
  612, 615, 617, 619, 646, 702, 713, 718, 773, 808, 813, 816, 901, 916, 919, 972,
]; // biome-ignore format: numbers read better side by side
const BRITISH = 0.2;

/** A name. */
export function madeUpName(chance: Chance): string {
  return `${chance.pick(FIRST_NAMES)} ${chance.pick(LAST_NAMES)}`;
}

/** A number of the ranges kept for films and examples: 555-0100 to 0199 in America, 07700 900000 to 900999 in Britain. */
export function madeUpNumber(chance: Chance): string {
  if (chance.happens(BRITISH)) return `+447700900${String(chance.between(0, 999)).padStart(3, '0')}`;
  return `+1${chance.pick(AREAS)}55501${String(chance.between(0, 99)).padStart(2, '0')}`;
}
