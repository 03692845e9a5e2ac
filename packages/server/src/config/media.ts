// Settings of attachments: how large they may be, what they may be, who looks at them first, and where they are kept.
import { z } from 'zod';

const MEGABYTE = 1_048_576;
const TYPE_PATTERN = /^[a-z0-9!#$&^_.+-]+\/([a-z0-9!#$&^_.+-]+|\*)$/;

const httpUrl = () => z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

/** The variables, each with its default. */
export const mediaVariables = {
  PARLEY_MEDIA_MAX_MB: z.coerce.number().int().min(1).max(4_096).default(150),
  PARLEY_MEDIA_TYPES: z
    .string()
    .transform((list) => list.split(',').map((type) => type.trim().toLowerCase()))
    .refine(
      (types) => types.every((type) => TYPE_PATTERN.test(type)),
      'must be a list such as image/*,application/pdf',
    )
    .optional(),
  PARLEY_MEDIA_SCAN_URL: httpUrl().optional(),
  PARLEY_MEDIA_S3_ENDPOINT: httpUrl().optional(),
  PARLEY_MEDIA_S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket')
    .optional(),
  PARLEY_MEDIA_S3_REGION: z.string().min(1).default('us-east-1'),
  PARLEY_MEDIA_S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  PARLEY_MEDIA_S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  PARLEY_MEDIA_S3_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_./-]*$/, 'must be letters, digits, dots, hyphens, underscores and slashes')
    .default('media/'),
};

/** An S3-compatible store. */
export interface S3Config {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** What the names of objects begin with. */
  readonly prefix: string;
}

/** What operators say of attachments. */
export interface MediaConfig {
  /** Bytes of the largest file. */
  readonly maxBytes: number;
  /** Content types that are taken (`image/*`); null for all. */
  readonly types: readonly string[] | null;
  /** Who is asked before a file can be read; null when nobody is. */
  readonly scanUrl: string | null;
  /** Where files are kept; null for the data folder. */
  readonly s3: S3Config | null;
}

type Variables = z.output<z.ZodObject<typeof mediaVariables>>;

/** The variables a store in S3 cannot do without, as far as some are there and others are missing. */
export function missingS3Variables(read: Partial<Variables>): string[] {
  const needed = ['ENDPOINT', 'BUCKET', 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY'].map(
    (name) => `PARLEY_MEDIA_S3_${name}`,
  );
  const missing = needed.filter((name) => read[name as keyof Variables] === undefined);
  return missing.length === needed.length ? [] : missing;
}

/** The settings as the server uses them. */
export function readMediaConfig(read: Variables): MediaConfig {
  const {
    PARLEY_MEDIA_S3_ENDPOINT: endpoint,
    PARLEY_MEDIA_S3_BUCKET: bucket,
    PARLEY_MEDIA_S3_ACCESS_KEY_ID: accessKeyId,
    PARLEY_MEDIA_S3_SECRET_ACCESS_KEY: secretAccessKey,
  } = read;
  const isS3 = endpoint && bucket && accessKeyId && secretAccessKey;
  return {
    maxBytes: read.PARLEY_MEDIA_MAX_MB * MEGABYTE,
    types: read.PARLEY_MEDIA_TYPES ?? null,
    scanUrl: read.PARLEY_MEDIA_SCAN_URL ?? null,
    s3: isS3
      ? {
          endpoint: endpoint.replace(/\/+$/, ''),
          bucket,
          region: read.PARLEY_MEDIA_S3_REGION,
          accessKeyId,
          secretAccessKey,
          prefix: read.PARLEY_MEDIA_S3_PREFIX,
        }
      : null,
  };
}
