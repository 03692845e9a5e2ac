// Settings from the environment, checked once at the start. A bad value stops the start with a readable list.
import { resolve } from 'node:path';
import { z } from 'zod';
import { MESSAGE_TAGS, type MessageTag } from '#kernel/message-tags.ts';
import { ConfigError } from './config-error.ts';
import { type DeskConfig, deskVariables, missingOidcVariables, readDeskConfig } from './desk.ts';
import { type MediaConfig, mediaVariables, missingS3Variables, readMediaConfig } from './media.ts';
import { type ReconcilerConfig, readReconcilerConfig, reconcilerVariables } from './reconciler.ts';
import { missingTlsVariables, readTlsConfig, type TlsConfig, tlsVariables } from './tls.ts';

export { ConfigError } from './config-error.ts';

const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');

const environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8_080),
  PARLEY_DATA: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^(postgres(ql)?:\/\/|sqlite:)/, 'must start with postgres:// or sqlite:')
    .optional(),
  PARLEY_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/, 'must be AC and 32 lower-case hex digits')
    .optional(),
  PARLEY_AUTH_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  PARLEY_SEED: flag.default(true),
  PARLEY_HANDSET: flag.default(true),
  PARLEY_TRUST_PROXY: flag.default(false),
  PARLEY_MAX_IN_FLIGHT: z.coerce.number().int().min(1).default(2_000),
  PARLEY_MAX_SOCKETS: z.coerce.number().int().min(1).default(10_000),
  PARLEY_WEBHOOK_NETWORKS: z.enum(['any', 'public']).optional(),
  TWILIO_PROXY_SERVICE_SID: z
    .string()
    .regex(/^KS[0-9a-fA-F]{32}$/, 'must be KS and 32 hex digits')
    .optional(),
  PARLEY_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  PARLEY_STRICT_WINDOWS: flag.default(false),
  PARLEY_MESSENGER_TAG: z.enum(MESSAGE_TAGS).optional(),
  ...deskVariables,
  ...mediaVariables,
  ...reconcilerVariables,
  ...tlsVariables,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Everything the server can be told from outside. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Folder of the embedded database, credentials and media. */
  readonly dataFolder: string;
  /** `sqlite:<path>` or `postgres://…`. */
  readonly databaseUrl: string;
  /** Credentials of the first account; made up and kept when not given. */
  readonly accountSid: string | undefined;
  readonly authToken: string | undefined;
  /** Whether an empty database is filled with a working demo. */
  readonly isSeeded: boolean;
  /** Whether the simulated handset carries messages and its page is served. */
  readonly hasHandset: boolean;
  readonly isProxyTrusted: boolean;
  readonly maxInFlight: number;
  /** WebSockets open at a time. */
  readonly maxSockets: number;
  /** Whether webhooks may be sent to addresses inside private networks. */
  readonly webhookNetworks: 'any' | 'public';
  /** Proxy service of the outbound function; the one of the flow's chat service when not given. */
  readonly proxyServiceSid: string | undefined;
  /** Where carriers and browsers reach this server; its own address when not given. No slash at its end. */
  readonly publicUrl: string | undefined;
  /** Whether a message outside of its customer's window is refused at once, when its request does not say. */
  readonly hasStrictWindows: boolean;
  /** What messages leave with on Messenger when the window of the customer is over; null lets them fail. */
  readonly messengerTag: MessageTag | null;
  readonly desk: DeskConfig;
  readonly media: MediaConfig;
  readonly reconciler: ReconcilerConfig;
  /** HTTPS beside the plain port; null when it is not served. */
  readonly tls: TlsConfig | null;
  readonly logLevel: string;
}

/** Reads the settings. Throws `ConfigError` naming every variable that is wrong. */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`These settings cannot be used:\n${lines.join('\n')}`);
  }
  const read = result.data;
  const missing = [
    ...missingS3Variables(read).map((name) => ({ name, others: 'the others of PARLEY_MEDIA_S3_' })),
    ...missingTlsVariables(read).map((name) => ({ name, others: 'the other of PARLEY_TLS_CERT and _KEY' })),
    ...missingOidcVariables(read).map((name) => ({
      name,
      others: 'PARLEY_OIDC_ISSUER, _CLIENT_ID and _CLIENT_SECRET',
    })),
  ];
  if (missing.length > 0) {
    const lines = missing.map(({ name, others }) => `  ${name}: must be given together with ${others}`);
    throw new ConfigError(`These settings cannot be used:\n${lines.join('\n')}`);
  }
  const dataFolder = resolve(read.PARLEY_DATA);
  const isLocal = ['127.0.0.1', '::1', 'localhost'].includes(read.HOST);
  return {
    host: read.HOST,
    port: read.PORT,
    dataFolder,
    databaseUrl: read.DATABASE_URL ?? `sqlite:${dataFolder}/parley.db`,
    accountSid: read.PARLEY_ACCOUNT_SID,
    authToken: read.PARLEY_AUTH_TOKEN,
    isSeeded: read.PARLEY_SEED,
    hasHandset: read.PARLEY_HANDSET,
    isProxyTrusted: read.PARLEY_TRUST_PROXY,
    maxInFlight: read.PARLEY_MAX_IN_FLIGHT,
    maxSockets: read.PARLEY_MAX_SOCKETS,
    webhookNetworks: read.PARLEY_WEBHOOK_NETWORKS ?? (isLocal ? 'any' : 'public'),
    proxyServiceSid: read.TWILIO_PROXY_SERVICE_SID,
    publicUrl: read.PARLEY_PUBLIC_URL?.replace(/\/+$/, ''),
    hasStrictWindows: read.PARLEY_STRICT_WINDOWS,
    messengerTag: read.PARLEY_MESSENGER_TAG ?? null,
    desk: readDeskConfig(read),
    media: readMediaConfig(read),
    reconciler: readReconcilerConfig(read),
    tls: readTlsConfig(read, dataFolder),
    logLevel: read.LOG_LEVEL,
  };
}
