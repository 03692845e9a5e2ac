// Participants as callers name them: in parameters of their own, or as JSON inside the creation of a session.
import { apiError, invalidParameter, missingParameter } from '#kernel/errors.ts';
import { isPhoneNumber, parseAddress } from '#kernel/phone.ts';
import { isSid } from '#kernel/sid.ts';
import type { SessionMode } from '#storage/schema/proxy.ts';

/** Somebody about to join a session. Without a proxy identifier, one is chosen from the pool. */
export interface NewParticipant {
  /** An E.164 number, a channel address (`whatsapp:+1…`) or the SID of a chat channel. */
  readonly identifier: string;
  readonly friendlyName?: string | null | undefined;
  readonly proxyIdentifier?: string | null | undefined;
  readonly proxyIdentifierSid?: string | null | undefined;
}

export const LONGEST_IDENTIFIER = 191;
export const LONGEST_FRIENDLY_NAME = 255;

/** Whether the identifier names a chat channel. */
export function isChannel(identifier: string): boolean {
  return isSid(identifier, 'CH');
}

/**
 * Refuses identifiers that reach nobody (80404), and those that cannot take part in calls unless the session is
 * message-only (80616).
 */
export function refuseUnusableIdentifier(identifier: string, mode: SessionMode): void {
  if (isPhoneNumber(identifier)) return;
  if (!isChannel(identifier) && parseAddress(identifier) === null) throw apiError(80404);
  if (mode !== 'message-only') throw apiError(80616);
}

function parseItem(item: unknown): unknown[] {
  if (item === null || item === undefined) return [];
  let value: unknown = item;
  if (typeof item === 'string') {
    try {
      value = JSON.parse(item) as unknown;
    } catch {
      throw invalidParameter('Participants', 'it is not valid JSON');
    }
  }
  return Array.isArray(value) ? value : [value];
}

/** `ProxyIdentifier`, `proxyIdentifier` and `proxy_identifier` are one key. */
function plainKey(key: string): string {
  return key.replace(/[_-]/g, '').toLowerCase();
}

function textOf(fields: ReadonlyMap<string, unknown>, key: string, longest: number): string | null {
  const value = fields.get(key);
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw invalidParameter('Participants', `${key} is not a text`);
  if (value.length > longest || value.includes('\0')) {
    throw invalidParameter('Participants', `${key} is longer than ${longest} characters or holds a NUL`);
  }
  return value;
}

function readParticipant(value: unknown): NewParticipant {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidParameter('Participants', 'each participant must be a JSON object');
  }
  const fields = new Map(Object.entries(value).map(([key, field]) => [plainKey(key), field]));
  const identifier = textOf(fields, 'identifier', LONGEST_IDENTIFIER);
  if (identifier === null) throw missingParameter('Participants.Identifier');
  const proxyIdentifierSid = textOf(fields, 'proxyidentifiersid', 34);
  if (proxyIdentifierSid !== null && !isSid(proxyIdentifierSid, 'PN') && !isSid(proxyIdentifierSid, 'SC')) {
    throw invalidParameter('Participants', 'ProxyIdentifierSid is not a SID starting with PN or SC');
  }
  return {
    identifier,
    friendlyName: textOf(fields, 'friendlyname', LONGEST_FRIENDLY_NAME),
    proxyIdentifier: textOf(fields, 'proxyidentifier', LONGEST_IDENTIFIER),
    proxyIdentifierSid,
  };
}

/**
 * Reads the `Participants` parameter: repeated JSON objects, or JSON arrays of them. Keys are taken in any case
 * and with or without underscores, because Twilio's own samples write them in several ways.
 */
export function readParticipants(parameter: unknown): NewParticipant[] {
  const items = Array.isArray(parameter) ? parameter : [parameter];
  return items.flatMap(parseItem).map(readParticipant);
}
