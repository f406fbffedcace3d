import { exp, log } from "./elementary.js";
import { mix } from "./hash.js";
import { BLOCK, blockState, type NoiseStream } from "./noise.js";
import { normalCdf } from "./normal.js";
import { type Uniform, uniformStream } from "./random.js";

/** Strips of equal area under exp(-x^2 / 2), and where the lowest one ends (Marsaglia & Tsang 2000, 256 strips). */
const STRIPS = 256;
const END = 3.6541528853610088;

/** Strip i is the box [0, WIDTH[i]] and lies under the curve as far as SAFE[i] of its width; HEIGHT[i] is the curve at its inner end. */
const WIDTH = new Float64Array(STRIPS);
const SAFE = new Float64Array(STRIPS);
const HEIGHT = new Float64Array(STRIPS + 1);
{
  const curve = (x: number) => exp((-x * x) / 2);
  const area = END * curve(END) + Math.sqrt(2 * Math.PI) * normalCdf(-END);
  const edges = new Float64Array(STRIPS + 1);
  // The lowest strip has a tail, and is drawn as if it were a box of the same area.
  edges[STRIPS] = area / curve(END);
  edges[STRIPS - 1] = END;
  for (let i = STRIPS - 2; i > 0; i--) edges[i] = Math.sqrt(-2 * log(area / edges[i + 1] + curve(edges[i + 1])));
  for (let i = 0; i < STRIPS; i++) {
    WIDTH[i] = edges[i + 1];
    SAFE[i] = edges[i] / edges[i + 1];
    HEIGHT[i] = curve(edges[i]);
  }
  HEIGHT[STRIPS] = 0;
}

/** Rows of a block that their two words do not decide, with the strip and the place in it. */
const rare = { row: new Int32Array(BLOCK), strip: new Uint8Array(BLOCK), u: new Float64Array(BLOCK) };

/**
 * Fills `out` with the first `count` standard normal numbers of a block. Two words a number decide all but one in seventy; those ask a
 * second stream, so that nobody's words move. `count` is at most BLOCK.
 */
export function fillNormal(out: Float64Array, count: number, stream: NoiseStream, block: number): void {
  let [a, b, c, d] = blockState(stream, block);
  const { row, strip: strips, u: places } = rare;
  let undecided = 0;
  for (let i = 0; i < count; i++) {
    let scaled = Math.imul(b, 5);
    const first = Math.imul((scaled << 7) | (scaled >>> 25), 9);
    let t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    scaled = Math.imul(b, 5);
    const second = Math.imul((scaled << 7) | (scaled >>> 25), 9);
    t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    // The strip from the lowest 8 bits; from 23 and 30 others a number in [-1, 1).
    const strip = first & 255;
    const u = (first >> 9) * 2.384185791015625e-7 + (second >>> 2) * 2.220446049250313e-16;
    out[i] = u * WIDTH[strip];
    // Kept for later: a call from here would slow down all the others.
    if (Math.abs(u) >= SAFE[strip]) {
      row[undecided] = i;
      strips[undecided] = strip;
      places[undecided] = u;
      undecided++;
    }
  }
  if (undecided === 0) return;
  const more = spareStream(stream, block);
  for (let k = 0; k < undecided; k++) out[row[k]] = unsafe(strips[k], places[k], more);
}

function spareStream({ words: [a, b, c, d] }: NoiseStream, block: number): Uniform {
  return uniformStream(mix(a ^ c, block), mix(b ^ d, ~block));
}

/** The edge of a strip or the tail; what falls above the curve is drawn anew. */
function unsafe(strip: number, u: number, more: Uniform): number {
  for (;;) {
    if (Math.abs(u) < SAFE[strip]) return u * WIDTH[strip];
    if (strip === STRIPS - 1) return u < 0 ? -tail(more) : tail(more);
    const z = u * WIDTH[strip];
    const height = HEIGHT[strip + 1] + more() * (HEIGHT[strip] - HEIGHT[strip + 1]);
    if (height < exp((-z * z) / 2)) return z;
    strip = Math.floor(more() * STRIPS);
    u = 2 * more() - 1;
  }
}

/** Beyond END (Marsaglia 1964). */
function tail(more: Uniform): number {
  for (;;) {
    const x = -log(1 - more()) / END;
    const y = -log(1 - more());
    if (2 * y > x * x) return END + x;
  }
}
