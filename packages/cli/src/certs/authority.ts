// The local certificate authority: made once, kept for as long as it is valid, never overwritten.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { writeNew } from './private-file.ts';
import {
  BasicConstraintsExtension,
  certificatePem,
  KeyUsageFlags,
  KeyUsagesExtension,
  newKeys,
  privateKeyPem,
  readCertificate,
  readPrivateKey,
  SubjectKeyIdentifierExtension,
  sign,
  type X509Certificate,
} from './x509.ts';

/** The authority in a folder. */
export interface Authority {
  readonly certificate: X509Certificate;
  readonly key: CryptoKey;
  /** The certificate's file: what clients are told to trust. */
  readonly file: string;
  /** Whether it was made just now. */
  readonly isNew: boolean;
}

/** Ten years: everybody who trusts it would have to be visited again. */
const VALID_DAYS = 3_650;

/** An authority that is there but cannot be used; the message says what to do. */
export class AuthorityError extends Error {}

async function makeAuthority(file: string, keyFile: string): Promise<void> {
  const keys = await newKeys();
  const name = [{ CN: [`Parley local authority on ${hostname()}`] }];
  const certificate = await sign(
    {
      subject: name,
      issuer: name,
      publicKey: keys.publicKey,
      signingKey: keys.privateKey,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    },
    VALID_DAYS,
  );
  // The key first: who comes second finds it there and never writes a certificate that does not belong to it.
  await writeNew(keyFile, await privateKeyPem(keys.privateKey));
  await writeNew(file, certificatePem(certificate));
}

async function readAuthority(file: string, keyFile: string): Promise<Omit<Authority, 'isNew'>> {
  const [pem, keyPem] = await Promise.all([readFile(file, 'utf8'), readFile(keyFile, 'utf8')]);
  try {
    return { certificate: readCertificate(pem), key: await readPrivateKey(keyPem), file };
  } catch (error) {
    throw new AuthorityError(
      `The authority in ${file} and ${keyFile} cannot be read: ${(error as Error).message}`,
    );
  }
}

/**
 * The authority of a folder, made when there is none. Throws `AuthorityError` when half of it is there or when it is
 * no longer valid: nothing is overwritten, the files have to be moved away by hand.
 */
export async function openAuthority(folder: string): Promise<Authority> {
  const file = join(folder, 'ca.crt');
  const keyFile = join(folder, 'ca.key');
  const isNew = !existsSync(file) && !existsSync(keyFile);
  if (isNew) await makeAuthority(file, keyFile);
  for (const [there, missing] of [
    [file, keyFile],
    [keyFile, file],
  ] as const) {
    if (!existsSync(missing)) {
      throw new AuthorityError(
        `${there} is there and ${missing} is not: put it back, or move the other one away`,
      );
    }
  }
  const authority = await readAuthority(file, keyFile);
  if (authority.certificate.notAfter.getTime() <= Date.now()) {
    throw new AuthorityError(
      `${file} is no longer valid: move it and ${keyFile} away to have a new one made`,
    );
  }
  return { ...authority, isNew };
}
