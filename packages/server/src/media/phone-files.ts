// Files of simulated phones: what a customer sends, and what lies behind the links on his messages.
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { apiError, notFound } from '#kernel/errors.ts';
import type { Context } from '#server/context.ts';
import type { Transaction } from '#storage/database.ts';
import type { MediaRow } from '#storage/schema/media.ts';
import { cleanContentType, isTaken } from './content-type.ts';
import { cleanFilename, filenameOf } from './filename.ts';
import { openSource } from './inbound/open-source.ts';
import { ownFile, readOwnFile } from './inbound/own-file.ts';
import { keepMedia, type MediaKeeper } from './keep-media.ts';
import { CARRIER_LINK_MS, linkKeys, linkSigner } from './links.ts';
import { removeMediaOf } from './remove-media.ts';
import { receiveUpload } from './upload/receive-upload.ts';
import { stageFile } from './upload/stage.ts';

/** Files of phones are of no chat service; their links name this one, which nobody has. */
const NO_SERVICE = `IS${'0'.repeat(32)}`;

/** What a phone says of a file it sends. */
export interface PhoneFileFacts {
  readonly accountSid: string;
  readonly phone: string;
  readonly filename: string | null;
  readonly contentType: string | null;
}

/** A file that lies behind a link, opened for reading. */
export interface OpenedFile {
  readonly filename: string | null;
  readonly contentType: string;
  /** Bytes; null when nobody says. */
  readonly size: number | null;
  readonly content: Readable;
}

/** What the phone network does with files. */
export interface PhoneFiles {
  /** Keeps the body of a request; 413/20413 when it is too large, 400/20001 for a type that is not taken. */
  receive(request: IncomingMessage, facts: PhoneFileFacts): Promise<MediaRow>;
  /** Keeps bytes as a file. */
  keep(bytes: Buffer, facts: PhoneFileFacts): Promise<MediaRow>;
  /**
   * Puts files on a message, each on one only, and resolves with links to them: 404/20404 for one that is not there
   * or on another message.
   */
  attach(
    tx: Transaction,
    accountSid: string,
    sids: readonly string[],
    messageSid: string,
  ): Promise<readonly string[]>;
  /** Forgets files that were not sent. */
  forget(tx: Transaction, sids: readonly string[]): Promise<void>;
  /** Opens what a link on a message leads to; 404/20404 when it leads nowhere. */
  open(url: string): Promise<OpenedFile>;
}

function checkedType({ config }: Context, given: string | null): string {
  const contentType = cleanContentType(given);
  if (isTaken(contentType, config.media.types)) return contentType;
  throw apiError(20001, `Files of type ${contentType} are not taken`, { parameter: 'type' });
}

async function attach(
  tx: Transaction,
  accountSid: string,
  sids: readonly string[],
  messageSid: string,
): Promise<readonly string[]> {
  if (sids.length === 0) return [];
  const rows = await tx.db
    .updateTable('media')
    .set({ message_sid: messageSid, date_updated: tx.now })
    .where('sid', 'in', sids)
    .where('account_sid', '=', accountSid)
    .where('service_sid', '=', NO_SERVICE)
    .where((eb) => eb.or([eb('message_sid', 'is', null), eb('message_sid', '=', messageSid)]))
    .where('state', '=', 'ready')
    .returning(['sid', 'service_sid'])
    .execute();
  const bySid = new Map(rows.map((row) => [row.sid, row]));
  const key = (await linkKeys(tx.db, [accountSid])).get(accountSid);
  if (key === undefined) throw notFound(`/Accounts/${accountSid}`);
  const sign = linkSigner(key, tx.now + CARRIER_LINK_MS);
  return sids.map((sid) => {
    const row = bySid.get(sid);
    if (row === undefined) throw notFound(`/handset/api/files/${sid}`);
    return `/mcs${sign(row)}`;
  });
}

/** Puts the files of phones together; `publicUrl` is where others reach this server. */
export function phoneFiles(context: Context, keeper: MediaKeeper, publicUrl: () => string): PhoneFiles {
  const { config, database } = context;
  const rules = { folder: keeper.stores.stagingFolder, maxBytes: config.media.maxBytes };
  const facts = ({ accountSid, phone, filename, contentType }: PhoneFileFacts) =>
    ({
      account_sid: accountSid,
      service_sid: NO_SERVICE,
      author: phone,
      category: 'media',
      filename: cleanFilename(filename),
      content_type: checkedType(context, contentType),
    }) as const;
  return {
    async receive(request, given) {
      const known = facts(given);
      const { file } = await receiveUpload(request, rules);
      return keepMedia(keeper, file, known);
    },
    async keep(bytes, given) {
      const known = facts(given);
      return keepMedia(keeper, await stageFile(oneBy(bytes), rules), known);
    },
    async attach(tx, ...rest) {
      return (await attach(tx, ...rest)).map((path) => `${publicUrl()}${path}`);
    },
    async forget(tx, sids) {
      if (sids.length > 0) await removeMediaOf(tx, { unusedSids: sids });
    },
    async open(url) {
      // What a phone has got it keeps: it may look long after the link has expired.
      const own = await ownFile(database.read, url, 0);
      if (own === null) return openElsewhere(url, config.webhookNetworks);
      const content = await readOwnFile(keeper.stores, own);
      if (content === null) throw notFound('/handset/api/media');
      return { filename: own.filename, contentType: own.content_type, size: own.size, content };
    },
  };
}

async function* oneBy(bytes: Buffer): AsyncIterable<Buffer> {
  yield bytes;
}

async function openElsewhere(url: string, networks: 'any' | 'public'): Promise<OpenedFile> {
  const answer = URL.canParse(url) ? await openSource(url, networks).catch(() => null) : null;
  if (answer === null) throw notFound('/handset/api/media');
  const length = Number(answer.headers['content-length']);
  return {
    filename: filenameOf(url),
    contentType: cleanContentType(answer.headers['content-type']),
    size: Number.isSafeInteger(length) ? length : null,
    content: answer,
  };
}
