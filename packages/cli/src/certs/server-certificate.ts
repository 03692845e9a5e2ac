// The server's certificate: signed by the local authority for all names clients use, made anew with every run.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Authority } from './authority.ts';
import { joinNames } from './host-names.ts';
import { replaceFile } from './private-file.ts';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  certificatePem,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  newKeys,
  privateKeyPem,
  readCertificate,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  sign,
} from './x509.ts';

/** A certificate that was made. */
export interface ServerCertificate {
  readonly file: string;
  readonly keyFile: string;
  readonly names: readonly string[];
  readonly notAfter: Date;
}

/** Systems refuse server certificates that are valid for much longer than a year. */
const VALID_DAYS = 397;

/** The names of the certificate that is there, so that renewing it takes none away. */
async function namesOf(file: string): Promise<string[]> {
  if (!existsSync(file)) return [];
  const names = readCertificate(await readFile(file, 'utf8')).getExtension(SubjectAlternativeNameExtension);
  return names?.names.items.map(({ value }) => value) ?? [];
}

/** Makes the server's certificate and key, in place of those that are there; their names are kept. */
export async function makeServerCertificate(
  folder: string,
  authority: Authority,
  wanted: readonly string[],
): Promise<ServerCertificate> {
  const file = join(folder, 'server.crt');
  const keyFile = join(folder, 'server.key');
  const names = joinNames(wanted, await namesOf(file));
  const keys = await newKeys();
  const certificate = await sign(
    {
      subject: [{ CN: ['Parley'] }],
      issuer: authority.certificate.subject,
      publicKey: keys.publicKey,
      signingKey: authority.key,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension(
          names.map((name) => ({ type: isIP(name) === 0 ? ('dns' as const) : ('ip' as const), value: name })),
        ),
        await AuthorityKeyIdentifierExtension.create(authority.certificate),
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    },
    VALID_DAYS,
  );
  await replaceFile(keyFile, await privateKeyPem(keys.privateKey));
  await replaceFile(file, certificatePem(certificate));
  return { file, keyFile, names, notAfter: certificate.notAfter };
}
