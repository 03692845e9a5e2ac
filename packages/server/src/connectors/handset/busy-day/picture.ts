// A picture for customers to send: hills in the evening, drawn from a seed, as PNG.
import { crc32, deflateSync } from 'node:zlib';
import { type Chance, seededChance } from './random.ts';

const WIDTH = 480;
const HEIGHT = 320;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

type Colour = readonly [number, number, number];

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

const blend = (from: Colour, to: Colour, part: number): Colour =>
  [0, 1, 2].map((at) => Math.round(from[at]! + (to[at]! - from[at]!) * part)) as unknown as Colour;

/** The outline of a range of hills: its height above the lower edge at every column. */
function outline(chance: Chance, height: number): (x: number) => number {
  const waves = [1, 2, 5].map((speed) => ({ speed, phase: chance.next() * 6.3, size: 26 / speed }));
  return (x) =>
    waves.reduce(
      (sum, { speed, phase, size }) => sum + Math.sin((x / WIDTH) * speed * 6.3 + phase) * size,
      height,
    );
}

/** Draws the picture of a seed. */
export function picture(seed: string): Buffer {
  const chance = seededChance(`picture ${seed}`);
  const hue = chance.pick<readonly [Colour, Colour]>([
    [
      [38, 70, 128],
      [250, 196, 142],
    ],
    [
      [62, 44, 110],
      [244, 150, 140],
    ],
    [
      [24, 92, 104],
      [246, 222, 160],
    ],
  ]);
  const hills = [150, 105, 62].map((height) => outline(chance, height));
  const sun = {
    x: chance.between(90, WIDTH - 90),
    y: chance.between(70, 130),
    radius: chance.between(20, 34),
  };
  const pixels = Buffer.alloc((WIDTH * 3 + 1) * HEIGHT);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const range = hills.findLastIndex((top) => HEIGHT - y < top(x));
      const sky = blend(hue[0], hue[1], y / HEIGHT);
      const isSun = (x - sun.x) ** 2 + (y - sun.y) ** 2 < sun.radius ** 2;
      const colour =
        range === -1 ? (isSun ? [255, 240, 214] : sky) : blend(hue[1], [22, 30, 48], 0.45 + range * 0.22);
      pixels.set(colour, y * (WIDTH * 3 + 1) + 1 + x * 3);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  // Eight bits of red, green and blue.
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
