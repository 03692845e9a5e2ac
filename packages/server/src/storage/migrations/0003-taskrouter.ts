// Tables of taskrouter.
import type { Schema } from '../columns.ts';

export async function up(_db: Schema): Promise<void> {}
