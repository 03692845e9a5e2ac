// The frames of Twilsock V3: a line with the length of the header, the header as JSON, and the payload.
import { isNestedTooDeep } from '#kernel/json-depth.ts';

/** What a frame says about itself. Only the keys its `method` has are there. */
export type Header = Readonly<Record<string, unknown>>;

/** One frame: one message of the WebSocket. */
export interface Packet {
  readonly header: Header;
  /** Exactly as many bytes as the header promises. */
  readonly payload: Buffer;
}

const MAGIC = /^TWILSOCK V3\.0 (\d{1,9})$/;
/** Longer than the first line of any frame. */
const LONGEST_MAGIC = 32;
const LINE_END = '\r\n';

/** What cannot be decoded becomes the replacement character: it is refused as what it then says, if at all. */
function readHeader(bytes: Buffer): Header | null {
  const text = bytes.toString('utf8');
  if (isNestedTooDeep(text)) return null;
  try {
    const header: unknown = JSON.parse(text);
    return typeof header === 'object' && header !== null && !Array.isArray(header)
      ? (header as Header)
      : null;
  } catch {
    return null;
  }
}

/** The packet in a frame, or null when the bytes are none. */
export function readPacket(frame: Buffer): Packet | null {
  const magicEnd = frame.subarray(0, LONGEST_MAGIC).indexOf(LINE_END);
  if (magicEnd === -1) return null;
  const length = MAGIC.exec(frame.toString('latin1', 0, magicEnd))?.[1];
  if (length === undefined) return null;
  const headerStart = magicEnd + LINE_END.length;
  const headerEnd = headerStart + Number(length);
  const payloadStart = headerEnd + LINE_END.length;
  if (frame.length < payloadStart || frame.toString('latin1', headerEnd, payloadStart) !== LINE_END)
    return null;
  const header = readHeader(frame.subarray(headerStart, headerEnd));
  if (header === null) return null;
  const payload = frame.subarray(payloadStart);
  const promised = header['payload_size'] ?? 0;
  return promised === payload.length ? { header, payload } : null;
}

/** The frame of a header and a payload; the header learns the payload's size. */
export function writePacket(header: Header, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.from(JSON.stringify({ ...header, payload_size: payload.length }));
  return Buffer.concat([
    Buffer.from(`TWILSOCK V3.0 ${head.length}${LINE_END}`),
    head,
    Buffer.from(LINE_END),
    payload,
  ]);
}
