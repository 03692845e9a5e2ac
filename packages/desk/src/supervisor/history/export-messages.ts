// Exporting what was found: read as it comes, counted while it does, and given to the browser as a file.
import { RequestError } from '#desk/rest/request.ts';
import { words } from '#desk/words/supervisor.ts';
import { type HistoryFilters, parametersOf } from './filters.ts';

export type ExportFormat = 'csv' | 'jsonl';

/** How far it has come. */
export interface ExportProgress {
  readonly messages: number;
  readonly bytes: number;
}

const LINE_FEED = 10;
const QUOTE = 34;

/** Counts the lines of what comes in pieces; a line feed within quotes of a table ends none. */
export function lineCounter(format: ExportFormat): (piece: Uint8Array) => number {
  let lines = format === 'csv' ? -1 : 0;
  let isQuoted = false;
  return (piece) => {
    for (const byte of piece) {
      if (byte === QUOTE && format === 'csv') isQuoted = !isQuoted;
      else if (byte === LINE_FEED && !isQuoted) lines += 1;
    }
    return Math.max(0, lines);
  };
}

async function refusal(response: Response): Promise<RequestError> {
  const body = await response.json().catch(() => null);
  return new RequestError(response.status, body as { message?: string; code?: number } | null);
}

/** Reads the file to its end; a connection that breaks off gives no file. */
async function readFile(
  response: Response,
  format: ExportFormat,
  onProgress: (progress: ExportProgress) => void,
): Promise<{ file: Blob; messages: number }> {
  const count = lineCounter(format);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  let messages = 0;
  const reader = response.body!.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    bytes += value.byteLength;
    messages = count(value);
    onProgress({ messages, bytes });
  }
  return { file: new Blob(pieces, { type: response.headers.get('Content-Type') ?? '' }), messages };
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Exports what the filters find; resolves with the number of messages. */
export async function exportMessages(
  filters: HistoryFilters,
  format: ExportFormat,
  onProgress: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<number> {
  const query = new URLSearchParams({ Format: format });
  for (const [name, value] of Object.entries(parametersOf(filters))) {
    if (value !== null) query.set(name, value);
  }
  const response = await fetch(`/desk/v1/Messages/Export?${query}`, {
    headers: { 'X-Parley-Desk': '1' },
    credentials: 'same-origin',
    signal,
  });
  if (!response.ok) throw await refusal(response);
  const { file, messages } = await readFile(response, format, onProgress).catch((error: Error) => {
    throw error.name === 'AbortError' ? error : new Error(words.history.exportFailed);
  });
  save(file, `messages.${format}`);
  return messages;
}
