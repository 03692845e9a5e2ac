// The files of carrier messages, as rows that can be listed and removed.
import { newSid } from '#kernel/sid.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Transaction } from '#storage/database.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';

const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  pdf: 'application/pdf',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  amr: 'audio/amr',
  mp4: 'video/mp4',
  '3gp': 'video/3gpp',
  vcf: 'text/vcard',
  txt: 'text/plain',
  csv: 'text/csv',
};

/** The media type an address promises by its ending; nobody has looked at the file yet. */
export function promisedType(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  return TYPES[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
}

/** Keeps the addresses of the files that go with messages, in their order. */
export async function addCarrierMedia(
  tx: Transaction,
  messages: readonly { readonly message: CarrierMessageRow; readonly urls: readonly string[] }[],
): Promise<void> {
  await insertRows(
    tx,
    'carrier_media',
    messages.flatMap(({ message, urls }) =>
      urls.map((url) => ({
        sid: newSid('ME'),
        account_sid: message.account_sid,
        message_sid: message.sid,
        url,
        content_type: promisedType(url),
        date_created: tx.now,
        date_updated: tx.now,
      })),
    ),
  );
}
