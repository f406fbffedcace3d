import { exp, log } from "./elementary.js";
import { mix } from "./hash.js";
import { benchAt, type NoiseStream, takeFrom } from "./noise.js";
import type { NoiseBench } from "./noise-bench.js";
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

/** The bench of a thread once it knows the strips. */
let ready: NoiseBench | undefined;

function withStrips(bench: NoiseBench): NoiseBench {
  if (ready !== bench) {
    for (let i = 0; i < STRIPS; i++) {
      bench.strips[2 * i] = WIDTH[i];
      bench.strips[2 * i + 1] = SAFE[i];
    }
    ready = bench;
  }
  return bench;
}

/**
 * Fills `out` with the first `count` standard normal numbers of a block. Two words a number decide all but one in seventy; those ask a
 * second stream, so that nobody's words move. `count` is at most BLOCK.
 */
export function fillNormal(out: Float64Array, count: number, stream: NoiseStream, block: number): void {
  const bench = withStrips(benchAt(stream, block));
  const { ops, state, jumps, strips, rows, places } = bench;
  const undecided = ops.normals(
    state.byteOffset,
    jumps.byteOffset,
    count,
    bench.out.byteOffset,
    strips.byteOffset,
    rows.byteOffset,
  );
  takeFrom(bench, out, count);
  if (undecided === 0) return;
  const more = spareStream(stream, block);
  for (let k = 0; k < undecided; k++) out[rows[4 * k]] = unsafe(rows[4 * k + 1], places[2 * k + 1], more);
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
