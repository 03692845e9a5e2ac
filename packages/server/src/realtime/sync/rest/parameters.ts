// Parameters of Sync's REST resources that are refused with codes of their own.
import { z } from 'zod';
import { dataFromJson, readKey, readTtl, readUniqueName } from '../input.ts';

/** Data as JSON text, as the text that is stored. */
export const data = () => z.string().transform((json) => dataFromJson(json, 'Data'));

/** Seconds to live. */
export const ttl = (name: string) =>
  z
    .unknown()
    .optional()
    .transform((value) => readTtl(value, name));

/** A name by which an object can be found instead of its SID. */
export const uniqueName = () =>
  z
    .unknown()
    .optional()
    .transform((value) => readUniqueName(value, 'UniqueName'));

/** The key of a map's item. */
export const key = () => z.string().transform((value) => readKey(value, 'Key'));
