// The facts a newcomer and his programs need, written to a file only the operator can read.
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Contents of `credentials.json` in the data folder. */
export interface Credentials {
  readonly baseUrl: string;
  /** Where HTTPS is served; null without `PARLEY_TLS_PORT`. */
  readonly secureUrl: string | null;
  readonly accountSid: string;
  readonly authToken: string;
  readonly phoneNumbers: readonly string[];
  readonly chatServiceSid: string | null;
  readonly proxyServiceSid: string | null;
  readonly workspaceSid: string | null;
  readonly workflowSid: string | null;
  readonly taskQueueSid: string | null;
  /** SIDs by unique name. */
  readonly taskChannels: Readonly<Record<string, string>>;
  /** SIDs by name. */
  readonly activities: Readonly<Record<string, string>>;
  /** Those whose role is the agent's. */
  readonly workers: readonly {
    readonly sid: string;
    readonly friendlyName: string;
    readonly phone: string;
    readonly login: string;
    readonly password: string;
  }[];
  /** Who can sign in to the desk; passwords only where they were made up here. */
  readonly logins: readonly {
    readonly login: string;
    readonly password: string;
    readonly role: string;
    readonly name: string;
  }[];
  readonly flexFlows: readonly {
    readonly sid: string;
    readonly channelType: string;
    readonly contactIdentity: string | null;
    readonly integrationType: string;
    readonly enabled: boolean;
  }[];
}

function pathIn(dataFolder: string): string {
  return join(dataFolder, 'credentials.json');
}

/** Writes the file whole or not at all, readable by its owner only. */
export async function writeCredentials(dataFolder: string, credentials: Credentials): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  const path = pathIn(dataFolder);
  const draft = `${path}.new`;
  await writeFile(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, path);
}

/** The file of an earlier start, or null. */
export async function readCredentials(dataFolder: string): Promise<Credentials | null> {
  try {
    return JSON.parse(await readFile(pathIn(dataFolder), 'utf8')) as Credentials;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}
