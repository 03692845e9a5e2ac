// Settings of the desk: whether and from where its page is served, how long people stay signed in, and who else may
// say who they are.
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const SECOND_MS = 1_000;
/** A year. */
const LONGEST_S = 31_536_000;
const ROLES = ['agent', 'supervisor', 'admin'] as const;

const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false', '1', '0'])
    .transform((value) => value === 'true' || value === '1')
    .default(fallback);

const seconds = (fallback: number) => z.coerce.number().int().min(60).max(LONGEST_S).default(fallback);

const roleMapping = z
  .string()
  .transform((list) => list.split(',').map((pair) => pair.trim().split('=')))
  .refine(
    (pairs) =>
      pairs.every(([claim, role, ...rest]) => claim && ROLES.includes(role as never) && !rest.length),
    'must be a list such as Support=agent,Team leads=supervisor',
  )
  .transform((pairs) => new Map(pairs as [string, DeskRoleName][]));

/** Whether what is said on the way cannot be overheard. */
function isSafe(issuer: string): boolean {
  const { protocol, hostname } = new URL(issuer);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** The variables, each with its default. */
export const deskVariables = {
  PARLEY_DESK: flag(true),
  PARLEY_SESSION_IDLE: seconds(28_800),
  PARLEY_SESSION_LIFETIME: seconds(604_800),
  PARLEY_OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'must be an https URL' })
    .refine(isSafe, 'must be an https URL; plain http is for this machine alone')
    .optional(),
  PARLEY_OIDC_CLIENT_ID: z.string().min(1).optional(),
  PARLEY_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  PARLEY_OIDC_NAME: z.string().min(1).max(64).default('single sign-on'),
  PARLEY_OIDC_ROLE_CLAIM: z.string().min(1).optional(),
  PARLEY_OIDC_ROLES: roleMapping.optional(),
  PARLEY_OIDC_CREATE: z.enum(ROLES).optional(),
};

type DeskRoleName = (typeof ROLES)[number];

/** A provider that says who people are (OpenID Connect). */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the button to sign in there says. */
  readonly name: string;
  /** The claim that tells roles, and what its values stand for; null when roles are a matter of this server. */
  readonly roles: { readonly claim: string; readonly mapping: ReadonlyMap<string, DeskRoleName> } | null;
  /** The role of people nobody has added; null when they are refused. */
  readonly roleOfUnknown: DeskRoleName | null;
}

/** What operators say of the desk. */
export interface DeskConfig {
  /** Whether its page is served. */
  readonly isServed: boolean;
  /** Where its built files are. */
  readonly folder: string;
  /** Milliseconds after which a browser nobody uses is signed out. */
  readonly idle: number;
  /** Milliseconds after which everybody signs in again. */
  readonly lifetime: number;
  readonly oidc: OidcConfig | null;
}

type Variables = z.output<z.ZodObject<typeof deskVariables>>;

const TOGETHER = ['PARLEY_OIDC_ISSUER', 'PARLEY_OIDC_CLIENT_ID', 'PARLEY_OIDC_CLIENT_SECRET'] as const;

/** The variables a provider cannot do without, as far as some are there and others are missing. */
export function missingOidcVariables(read: Variables): string[] {
  const missing = TOGETHER.filter((name) => read[name] === undefined);
  return missing.length === TOGETHER.length ? [] : [...missing];
}

function readOidcConfig(read: Variables): OidcConfig | null {
  const { PARLEY_OIDC_ISSUER: issuer, PARLEY_OIDC_CLIENT_ID: clientId } = read;
  const { PARLEY_OIDC_CLIENT_SECRET: clientSecret, PARLEY_OIDC_ROLE_CLAIM: claim } = read;
  if (!issuer || !clientId || !clientSecret) return null;
  return {
    issuer,
    clientId,
    clientSecret,
    name: read.PARLEY_OIDC_NAME,
    roles:
      claim === undefined
        ? null
        : { claim, mapping: read.PARLEY_OIDC_ROLES ?? new Map(ROLES.map((role) => [role, role])) },
    roleOfUnknown: read.PARLEY_OIDC_CREATE ?? null,
  };
}

/** The settings as the server uses them. */
export function readDeskConfig(read: Variables): DeskConfig {
  return {
    isServed: read.PARLEY_DESK,
    folder: fileURLToPath(new URL('../../../desk/dist/', import.meta.url)),
    idle: read.PARLEY_SESSION_IDLE * SECOND_MS,
    lifetime: read.PARLEY_SESSION_LIFETIME * SECOND_MS,
    oidc: readOidcConfig(read),
  };
}
