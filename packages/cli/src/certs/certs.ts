// `parley certs`: a local certificate authority and a certificate for the names clients use, for serving HTTPS.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AuthorityError, openAuthority } from './authority.ts';
import { isUsableName, joinNames, USUAL_NAMES } from './host-names.ts';
import { makeServerCertificate } from './server-certificate.ts';

const USAGE = `parley certs [--data <folder>] [name …]

Makes a local certificate authority, once, and a certificate signed by it, anew with every run:
for ${USUAL_NAMES.join(', ')},
for the names given (cc.example.com, *.cc.example.com, 10.0.0.5) and for those of the certificate before.
They are written to <folder>/certs, readable by their owner only; the folder is $PARLEY_DATA, or ./data.
`;

/** What the command says, and to whom. */
export interface CertsOutput {
  out(text: string): void;
  error(text: string): void;
}

const CONSOLE: CertsOutput = { out: (text) => console.log(text), error: (text) => console.error(text) };

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { data: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const unusable = positionals.filter((name) => !isUsableName(name.toLowerCase()));
  if (unusable.length > 0) throw new Error(`No certificate can be made for: ${unusable.join(', ')}`);
  const data = values.data || process.env['PARLEY_DATA'] || './data';
  return { folder: join(resolve(data), 'certs'), names: positionals, isHelp: values.help === true };
}

/**
 * Runs the command with what stands behind `parley certs` and returns the exit code: 0, 1 when the authority in the
 * folder cannot be used, 2 for arguments that cannot be understood. The authority is never overwritten.
 */
export async function certs(args: readonly string[], output: CertsOutput = CONSOLE): Promise<number> {
  let wish: ReturnType<typeof readArguments>;
  try {
    wish = readArguments(args);
  } catch (error) {
    output.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  if (wish.isHelp) {
    output.out(USAGE);
    return 0;
  }
  try {
    const authority = await openAuthority(wish.folder);
    const made = await makeServerCertificate(wish.folder, authority, joinNames(USUAL_NAMES, wish.names));
    output.out(
      [
        `${authority.isNew ? 'Made an authority' : 'Signed by the authority that is there'}: ${authority.file}`,
        `Made a certificate: ${made.file}, valid until ${made.notAfter.toISOString().slice(0, 10)}`,
        `  for ${made.names.join(', ')}`,
        '',
        'Serve HTTPS with it: PARLEY_TLS_PORT=8443 (a server that serves it already takes the new one by itself)',
        `Programs on Node trust it with: NODE_EXTRA_CA_CERTS=${authority.file}`,
      ].join('\n'),
    );
    return 0;
  } catch (error) {
    if (!(error instanceof AuthorityError)) throw error;
    output.error(error.message);
    return 1;
  }
}
