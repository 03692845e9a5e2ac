// X.509 on the WebCrypto of Node: keys, signatures and PEM texts. The library is imported only here, because it must
// be preceded by its polyfill.
import 'reflect-metadata';
import {
  PemConverter,
  X509Certificate,
  type X509CertificateCreateWithKeyParams,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** Keys and signatures that every client and system of the last ten years understands. */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
} from '@peculiar/x509';

const DAY_MS = 86_400_000;
/** Clocks of clients may be behind. */
const CLOCK_SKEW_MS = 3_600_000;

/** A new pair of keys; the private one can be written to a file. */
export function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/** A private key as PEM (PKCS #8). */
export async function privateKeyPem(key: CryptoKey): Promise<string> {
  return `${PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}

/** The private key of a PEM text. */
export function readPrivateKey(pem: string): Promise<CryptoKey> {
  const [der] = PemConverter.decode(pem);
  if (der === undefined) throw new Error('there is no key in it');
  return crypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']);
}

/** Signs a certificate that is valid from an hour ago for `days`. */
export function sign(
  given: Omit<X509CertificateCreateWithKeyParams, 'notBefore' | 'notAfter' | 'signingAlgorithm'>,
  days: number,
): Promise<X509Certificate> {
  const now = Date.now();
  return X509CertificateGenerator.create({
    ...given,
    notBefore: new Date(now - CLOCK_SKEW_MS),
    notAfter: new Date(now + days * DAY_MS),
    signingAlgorithm: ALGORITHM,
  });
}

/** A certificate as PEM. */
export function certificatePem(certificate: X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}

/** The certificate of a PEM text. */
export function readCertificate(pem: string): X509Certificate {
  return new X509Certificate(pem);
}
