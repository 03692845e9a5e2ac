// How near a number of ours lies to a person, as far as a service asks for it (Twilio: "Service resource",
// GeoMatchLevel). Only North America has anything nearer than the country.
import type { GeoMatchLevel } from '#storage/schema/proxy.ts';
import { AREAS_BY_CODE, type Area } from './north-america.ts';

/** Nobody says how wide `radius` is; a hundred miles is about an hour and a half on the road. */
const RADIUS_KM = 160;
const KM_A_DEGREE = 111.2;

/** The three digits after +1. */
function areaCodeOf(phoneNumber: string): string | null {
  return /^\+1(\d{3})\d{7}$/.exec(phoneNumber)?.[1] ?? null;
}

/** Kilometres, on a plane: good enough for a few hundred of them. */
function distance(one: Area, other: Area): number {
  const middle = (((one.north + other.north) / 2) * Math.PI) / 180;
  const north = (one.north - other.north) * KM_A_DEGREE;
  const west = (one.west - other.west) * KM_A_DEGREE * Math.cos(middle);
  return Math.hypot(north, west);
}

function areasOf(code: string): readonly Area[] {
  return AREAS_BY_CODE.get(code) ?? [];
}

function isWithin(level: GeoMatchLevel, own: string, other: string): boolean {
  if (own === other) return true;
  if (level === 'area-code') return false;
  if (areasOf(own).some(({ codes }) => codes.includes(other))) return true;
  if (level === 'overlay') return false;
  return areasOf(own).some((one) => areasOf(other).some((two) => distance(one, two) <= RADIUS_KM));
}

/**
 * 0 for a number within the area the level names around the person, 1 for one outside. Everything is within where
 * the level is the country or the person is not in North America.
 */
export function closeness(level: GeoMatchLevel, person: string, number: string): 0 | 1 {
  const own = areaCodeOf(person);
  if (level === 'country' || own === null) return 0;
  const other = areaCodeOf(number);
  return other !== null && isWithin(level, own, other) ? 0 : 1;
}
