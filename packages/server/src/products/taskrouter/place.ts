// Where an object of a workspace is, as the path of a request names it.
import type { Call } from '#http/operations.ts';

/** An object of a workspace of the account. */
export interface ObjectPlace {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly sid: string;
}

/** The object a path `/Workspaces/{WorkspaceSid}/…/{Sid}` names. */
export function placeOf({ accountSid, params }: Pick<Call, 'accountSid' | 'params'>): ObjectPlace {
  return { accountSid, workspaceSid: params['WorkspaceSid']!, sid: params['Sid']! };
}
