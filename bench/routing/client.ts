// Calls the public API of a measured server.
import type { Credentials } from '../server.ts';

/** The name of a clock all processes of this machine share, in milliseconds with fractions. */
export function machineTime(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** A client of one workspace. */
export class WorkspaceClient {
  readonly #url: string;
  readonly #authorization: string;

  constructor(url: string, { accountSid, authToken }: Credentials, workspaceSid: string) {
    this.#url = `${url}/taskrouter/v1/Workspaces/${workspaceSid}`;
    this.#authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  }

  /** Posts a form to a path of the workspace and returns the object answered; throws when it is refused. */
  async post(path: string, input: Readonly<Record<string, string>>): Promise<{ readonly sid: string }> {
    const answer = await fetch(`${this.#url}/${path}`, {
      method: 'POST',
      headers: {
        authorization: this.#authorization,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams(input),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as { sid: string };
  }
}

/** Does the work with each of the items, so many at a time, until all are done or `isOver` says so. */
export async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<unknown>,
  isOver: () => boolean = () => false,
): Promise<void> {
  const left = items.values();
  const lane = async () => {
    for (const item of left) {
      if (isOver()) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
