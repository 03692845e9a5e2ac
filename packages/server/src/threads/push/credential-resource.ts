// The Credential resource, which both faces have: what is secret in a credential goes in and never comes out.
import { z } from 'zod';
import { type Call, list, type Presentation, read, removal, write } from '#http/operations.ts';
import { bool, oneOf, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { PushCredentialRow } from '#storage/schema/hooks.ts';
import {
  addCredential,
  type CredentialFields,
  findCredential,
  listCredentials,
  removeCredential,
  updateCredential,
} from './credentials.ts';

/** A certificate chain with its key is a few kilobytes. */
const LONGEST_SECRET = 32_768;
const secret = () => text(LONGEST_SECRET).nullish();

const type = oneOf(['gcm', 'apn', 'fcm']);
const fields = {
  FriendlyName: text(64).nullish(),
  Certificate: secret(),
  PrivateKey: secret(),
  Sandbox: bool().nullish(),
  ApiKey: secret(),
  Secret: secret(),
};
const credentialCreate = z.object({ ...fields, Type: type });
const credentialUpdate = z.object({ ...fields, Type: type.nullish() });

function fieldsFrom(input: z.output<typeof credentialUpdate>): CredentialFields {
  return {
    friendlyName: input.FriendlyName,
    isSandbox: input.Sandbox,
    secrets: {
      certificate: input.Certificate,
      privateKey: input.PrivateKey,
      apiKey: input.ApiKey,
      secret: input.Secret,
    },
  };
}

async function requireCredential(db: Reader, { accountSid, params }: Call): Promise<PushCredentialRow> {
  const credential = await findCredential(db, accountSid, params['Sid']!);
  if (credential === undefined) throw notFound(`/Credentials/${params['Sid']}`);
  return credential;
}

/** Which of the two faces, and what only one of them can do. */
export interface CredentialFace {
  readonly product: 'chat' | 'conversations';
  readonly path: `/${string}/Credentials`;
  /** Whether an update may name another push service. */
  readonly isTypeChangeable: boolean;
}

/** The resource of one face ("Credential resource" of Programmable Chat and of Conversations). */
export function pushCredentials({
  product,
  path,
  isTypeChangeable,
}: CredentialFace): Resource<PushCredentialRow> {
  return {
    product,
    path,
    key: 'credentials',
    present: (row: PushCredentialRow, { base }: Presentation) => ({
      sid: row.sid,
      account_sid: row.account_sid,
      friendly_name: row.friendly_name,
      type: row.type,
      // A text with a capital, as the documented answers have it.
      sandbox: row.sandbox === 1 ? 'True' : 'False',
      date_created: isoDate(row.date_created),
      date_updated: isoDate(row.date_updated),
      url: `${base}${path}/${row.sid}`,
    }),
    create: write(credentialCreate, (tx, { accountSid, input }) =>
      addCredential(tx, accountSid, { ...fieldsFrom(input), type: input.Type }),
    ),
    list: list(z.object({}), async (db, { accountSid }) => ({ query: listCredentials(db, accountSid) })),
    fetch: read(requireCredential),
    update: write(credentialUpdate, async (tx, call) => {
      const changed = fieldsFrom(call.input);
      const named = isTypeChangeable ? (call.input.Type ?? undefined) : undefined;
      return updateCredential(tx, await requireCredential(tx.db, call), { ...changed, type: named });
    }),
    remove: removal(async (tx, call) => removeCredential(tx, await requireCredential(tx.db, call))),
  };
}
