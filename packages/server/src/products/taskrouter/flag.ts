// Flags the way TaskRouter's older parameters write them.
import { z } from 'zod';

const TRUE = new Set(['true', '1', 'yes']);

/** `true`, `1` or `yes` in any case; every other value is false (TaskRouter "Activity resource", `Available`). */
export const flag = () =>
  z.union([z.boolean(), z.string().transform((value) => TRUE.has(value.toLowerCase()))]);
