// Settings of HTTPS: the port beside the plain one, and the files of its certificate.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';

/** The variables. */
export const tlsVariables = {
  PARLEY_TLS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  PARLEY_TLS_CERT: z.string().min(1).optional(),
  PARLEY_TLS_KEY: z.string().min(1).optional(),
};

/** Where HTTPS is served, and with what. */
export interface TlsConfig {
  readonly port: number;
  /** The certificate, and those above it that clients do not know, in PEM. */
  readonly certFile: string;
  readonly keyFile: string;
}

/** What a TLS server is started with, in PEM. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

type Variables = z.output<z.ZodObject<typeof tlsVariables>>;

/** The settings as the server uses them; null when no port is given. Files default to those of `parley certs`. */
export function readTlsConfig(read: Variables, dataFolder: string): TlsConfig | null {
  if (read.PARLEY_TLS_PORT === undefined) return null;
  const inFolder = (name: string) => join(dataFolder, 'certs', name);
  return {
    port: read.PARLEY_TLS_PORT,
    certFile: read.PARLEY_TLS_CERT ?? inFolder('server.crt'),
    keyFile: read.PARLEY_TLS_KEY ?? inFolder('server.key'),
  };
}

/** The two settings that must come together, as far as one is there and the other is missing. */
export function missingTlsVariables(read: Variables): string[] {
  const { PARLEY_TLS_CERT: cert, PARLEY_TLS_KEY: key } = read;
  if ((cert === undefined) === (key === undefined)) return [];
  return [cert === undefined ? 'PARLEY_TLS_CERT' : 'PARLEY_TLS_KEY'];
}

function readPem(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(
      `${variable}: ${(error as Error).message}; \`parley certs\` makes a certificate, or name the files of your own`,
    );
  }
}

/** Reads the files. Throws `ConfigError` naming the variable of a file that cannot be read. */
export function readTlsFiles({ certFile, keyFile }: TlsConfig): TlsFiles {
  return { cert: readPem('PARLEY_TLS_CERT', certFile), key: readPem('PARLEY_TLS_KEY', keyFile) };
}
