// The operator's scanner: it is given every file before anybody else is, and decides.
import { openAsBlob } from 'node:fs';
import { apiError } from '#kernel/errors.ts';
import type { StagedFile } from './store/store.ts';

/** How long a scanner has for a file. */
const SCAN_LIMIT_MS = 60_000;
/** Statuses by which a scanner says that it cannot decide now. */
const UNDECIDED = new Set([401, 403, 404, 405, 408, 429]);

/** What a scanner is told of a file. */
export interface ScannedFile {
  readonly sid: string;
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly contentType: string;
  readonly filename: string | null;
  readonly author: string;
}

/** Asks the scanner of an operator. */
export type Scanner = (file: StagedFile, facts: ScannedFile) => Promise<void>;

/** The file was refused; the sentence is for its sender. */
export function refusedByScanner() {
  return apiError(20006, 'The scanner of this server refused the media');
}

/**
 * A scanner at `url`: the bytes are posted to it, with what is known of them in headers. An answer 2xx lets the file
 * pass, 4xx refuses it (403/20006); with any other answer, with those that speak of the request rather than the file,
 * and with none within a minute, it is not decided and the file is not taken (503/20503).
 */
export function scannerAt(url: string | null): Scanner {
  if (url === null) return async () => {};
  return async (file, facts) => {
    const status = await ask(url, file, facts);
    if (status >= 200 && status < 300) return;
    if (status >= 400 && status < 500 && !UNDECIDED.has(status)) throw refusedByScanner();
    throw apiError(20503, 'The scanner of this server cannot look at the media now');
  };
}

/** The status of the answer; 0 when there is none. */
async function ask(url: string, file: StagedFile, facts: ScannedFile): Promise<number> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/octet-stream',
        'X-Parley-Media-Sid': facts.sid,
        'X-Parley-Account-Sid': facts.accountSid,
        'X-Parley-Service-Sid': facts.serviceSid,
        'X-Parley-Content-Type': facts.contentType,
        'X-Parley-Filename': encodeURIComponent(facts.filename ?? ''),
        'X-Parley-Author': encodeURIComponent(facts.author),
        'X-Parley-Sha256': file.sha256,
      },
      body: await openAsBlob(file.path),
      redirect: 'error',
      signal: AbortSignal.timeout(SCAN_LIMIT_MS),
    });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return 0;
  }
}
