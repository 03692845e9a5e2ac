// What a look before the call says: one verdict for each question, with the refusal it stands for.
import { ApiError, type ErrorDetails } from '#kernel/errors.ts';

/** The questions, in the order in which they are asked. */
export type CheckName =
  | 'to'
  | 'from'
  | 'flow'
  | 'routing'
  | 'opt-out'
  | 'words'
  | 'template'
  | 'segments'
  | 'window'
  | 'quiet-hours'
  | 'daily-cap'
  | 'open-conversation';

/** The answer to one question. */
export interface Check {
  readonly check: CheckName;
  readonly verdict: 'pass' | 'warn' | 'refuse';
  readonly code: number | null;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** What stands in no way. */
export function passed(check: CheckName, message: string, details: ErrorDetails = {}): Check {
  return { check, verdict: 'pass', code: null, message, details };
}

/** What the caller should know and what does not prevent the call. */
export function warned(check: CheckName, message: string, details: ErrorDetails = {}): Check {
  return { check, verdict: 'warn', code: null, message, details };
}

/** What the call is refused for, in the words of the refusal. */
export function refusedBy(check: CheckName, refusal: ApiError): Check & { readonly status: number } {
  const { code, status, message, details = {} } = refusal;
  return { check, verdict: 'refuse', code, status, message, details };
}

/** Whether nothing stands in the way. */
export function isClear(checks: readonly Check[]): boolean {
  return checks.every(({ verdict }) => verdict !== 'refuse');
}

/** The first refusal among the checks as an error. */
export function firstRefusal(checks: readonly Check[]): ApiError | null {
  const refused = checks.find(({ verdict }) => verdict === 'refuse') as
    | (Check & { readonly status?: number })
    | undefined;
  if (refused === undefined || refused.code === null) return null;
  return new ApiError(refused.code, refused.status ?? 400, refused.message, refused.details);
}
