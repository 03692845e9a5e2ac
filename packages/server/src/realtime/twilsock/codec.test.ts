import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPacket, writePacket } from './codec.ts';

const header = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 4 })).map((given) => {
  // JSON has no minus zero, and the size is the codec's own.
  const { payload_size: _size, ...rest } = JSON.parse(JSON.stringify(given));
  return rest as Record<string, unknown>;
});
const payload = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));

describe('the frames of Twilsock', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(header, payload, (head, body) => {
        const packet = readPacket(writePacket(head, body));
        expect(packet?.header).toEqual({ ...head, payload_size: body.length });
        expect(packet?.payload.equals(body)).toBe(true);
      }),
    );
  });

  it('count bytes, not characters', () => {
    const frame = writePacket({ method: 'reply', id: 'TMü' }, Buffer.from('"€"'));
    const text = frame.toString('utf8');
    const [first, head] = text.split('\r\n') as [string, string];
    expect(first).toBe(`TWILSOCK V3.0 ${Buffer.byteLength(head)}`);
    expect(JSON.parse(head)).toEqual({ method: 'reply', id: 'TMü', payload_size: 5 });
    expect(text.endsWith('\r\n"€"')).toBe(true);
  });

  it('are no frames when any byte around the header is wrong', () => {
    fc.assert(
      fc.property(header, payload, fc.nat(), fc.integer({ min: 1, max: 255 }), (head, body, at, change) => {
        const frame = writePacket(head, body);
        const magic = frame.indexOf('\r\n') + 2;
        const lineEnd = frame.length - body.length - 2;
        const places = [...Array(magic).keys(), lineEnd, lineEnd + 1];
        const place = places[at % places.length]!;
        frame[place] = frame[place]! ^ change;
        expect(readPacket(frame)).toBeNull();
      }),
    );
  });

  it('may be anything without harm', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        readPacket(Buffer.from(bytes));
      }),
    );
    const hostile = [
      '',
      '\r\n',
      'TWILSOCK V3.0 0\r\n\r\n',
      'TWILSOCK V3.0 2\r\n{}',
      'TWILSOCK V3.0 2\r\n{}\n\n',
      'TWILSOCK V3.0 -2\r\n{}\r\n',
      'TWILSOCK V3.0 999999999\r\n{}\r\n',
      'TWILSOCK V3.0 2 \r\n{}\r\n',
      'TWILSOCK V2.0 2\r\n{}\r\n',
      'HTTP/1.1 200\r\n{}\r\n',
      'TWILSOCK V3.0 2\r\n[]\r\n',
      'TWILSOCK V3.0 4\r\nnull\r\n',
      'TWILSOCK V3.0 2\r\n{}\r\nmore than promised',
      'TWILSOCK V3.0 18\r\n{"payload_size":9}\r\nless',
      'TWILSOCK V3.0 20\r\n{"payload_size":"4"}\r\nless',
      `TWILSOCK V3.0 6000\r\n${'['.repeat(6_000)}\r\n`,
      `TWILSOCK V3.0 5005\r\n{"a":${'{"a":'.repeat(1_000)}\r\n`,
    ];
    for (const text of hostile) expect(readPacket(Buffer.from(text)), text.slice(0, 40)).toBeNull();
    expect(readPacket(Buffer.from('TWILSOCK V3.0 2\r\n{}\r\n'))).toEqual({
      header: {},
      payload: Buffer.alloc(0),
    });
  });
});
