// Compiled kernels against their twins: the same bits, on shapes of every kind. The twins themselves are held against plain sums below.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
// @ts-expect-error a script without types
import { kernelBinaries } from "../../../scripts/kernels.mjs";
import { ALONE, SHARED } from "../../../src/num/kernels/binary.js";
import type { KernelOps } from "../../../src/num/kernels/ops.js";
import { openSpace, type Space } from "../../../src/num/kernels/space.js";
import type { TreeOps } from "../../../src/num/kernels/tree-ops.js";
import { twinOps } from "../../../src/num/kernels/twin/ops.js";
import { treeOps } from "../../../src/num/kernels/twin/trees.js";
import { BLOCK, noiseBench } from "../../../src/num/noise-bench.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";
import { fillNormal } from "../../../src/num/ziggurat.js";

interface Case {
  readonly width: number;
  readonly count: number;
  readonly seed: number;
}
// Engines reserve much for each memory of kernels, so all cases share two.
const rooms = [openSpace(1 << 18), openSpace(1 << 18)] as const;

/** The space as new. */
function cleared(room: Space): Space {
  new Uint8Array(room.buffer).fill(0);
  return room;
}

const shapes = fc.record({
  width: fc.integer({ min: 0, max: 13 }),
  count: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 10, max: 70 })),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

/** Fresh parts of one space, filled with numbers of many sizes. */
function parts(room: Space, { width, count, seed }: Case) {
  const uniform = uniformStream(seed);
  const normal = normalStream(uniform);
  const fill = (n: number) => {
    const part = room.doubles(n);
    for (let i = 0; i < n; i++) part[i] = normal() * 10 ** Math.floor(uniform() * 5 - 2);
    return part;
  };
  const columns = Array.from({ length: width }, () => fill(count));
  const table = room.words(width);
  columns.forEach((column, j) => {
    table[j] = column.byteOffset;
  });
  const [a, b, c, d, e] = Array.from({ length: 5 }, () => fill(count));
  return { columns, table, a, b, c, d, e, beta: fill(width), wide: fill(width * count), gram: fill(width * width) };
}

/** Rows in bins, with four numbers each, more in one bin than in others. */
function binned(room: Space, { count, seed }: Case) {
  const uniform = uniformStream(seed, 1);
  const [bins, ids, moments, hist] = [
    room.bytes(count),
    room.words(count),
    room.doubles(4 * count),
    room.doubles(1024),
  ];
  for (let i = 0; i < count; i++) {
    bins[i] = Math.floor(256 * uniform() ** 3);
    ids[i] = Math.floor(count * uniform());
  }
  for (let k = 0; k < 4 * count; k++) moments[k] = uniform() - 0.3;
  for (let k = 0; k < 1024; k++) hist[k] = uniform();
  return { bins, ids, moments, hist };
}

/** A stream's block: whole ones, which have a way of their own, in every second case. */
function noisy(room: Space, { count, seed, width }: Case) {
  // Drawing one number writes the strips.
  fillNormal(new Float64Array(1), 1, { words: [1, 2, 3, 4] }, 0);
  const known = noiseBench();
  const [state, jumps, strips] = [room.words(4), room.words(known.jumps.length), room.doubles(512)];
  const [out, rare] = [room.doubles(BLOCK), room.doubles(2 * BLOCK)];
  const uniform = uniformStream(seed, 2);
  for (let w = 0; w < 4; w++) state[w] = Math.floor(2 ** 32 * uniform());
  jumps.set(known.jumps);
  strips.set(known.strips);
  const rows = seed % 2 === 0 ? BLOCK : Math.min(BLOCK - 1, count * (1 + 10 * (width % 4)));
  return { state, jumps, strips, out, rare, rows };
}

/** What both leave behind in the space, and what they return, after the same work. */
function both(given: Case, work: (ops: KernelOps, p: ReturnType<typeof parts>, room: Space) => unknown): void {
  const run = (room: Space, ops: KernelOps) => {
    const said = work(ops, parts(cleared(room), given), room);
    return { said, left: Buffer.from(room.buffer.slice(0)) };
  };
  const one = run(rooms[0], rooms[0].ops);
  const other = run(rooms[1], twinOps(rooms[1].buffer));
  expect(one.said).toEqual(other.said);
  expect(one.left.equals(other.left)).toBe(true);
}

/** The kernels by name, each on its own random arguments. */
const works: Record<
  Exclude<keyof KernelOps, keyof TreeOps>,
  (ops: KernelOps, p: ReturnType<typeof parts>, given: Case, room: Space) => unknown
> = {
  addProducts: (ops, { table, beta, a }, { width, count }) =>
    ops.addProducts(table.byteOffset, width, beta.byteOffset, count, a.byteOffset),
  weightedSums: (ops, { table, beta, a }, { width, count }) =>
    ops.weightedSums(table.byteOffset, width, a.byteOffset, count, beta.byteOffset),
  scaleRows: (ops, { table, a, wide }, { width, count }) =>
    ops.scaleRows(table.byteOffset, width, a.byteOffset, count, wide.byteOffset),
  addGram: (ops, { table, wide, gram }, { width, count }) =>
    ops.addGram(table.byteOffset, wide.byteOffset, width, count, gram.byteOffset, width),
  logisticRows: (ops, { a, b, c, d, e }, { count, seed }) =>
    ops.logisticRows(a.byteOffset, b.byteOffset, c.byteOffset, count, d.byteOffset, seed % 3 === 0 ? 0 : e.byteOffset),
  logisticCurve: (ops, { a, b }, { count }) => ops.logisticCurve(a.byteOffset, count, b.byteOffset),
  distances: (ops, { beta, wide, a }, { width, count }) =>
    ops.distances(beta.byteOffset, wide.byteOffset, width, count, a.byteOffset),
  addMoments: (ops, _, given, room) => {
    const { bins, ids, moments, hist } = binned(room, given);
    ops.addMoments(bins.byteOffset, ids.byteOffset, given.count, moments.byteOffset, hist.byteOffset);
  },
  hashNumbers: (ops, { a, b }, { count, seed }) => {
    if (count > 2) [a[seed % count], a[(seed + 1) % count]] = [0, -0];
    return ops.hashNumbers(a.byteOffset, count, b.byteOffset);
  },
  mixWords: (ops, { a, b }, { count }) => ops.mixWords(a.byteOffset, count, b.byteOffset),
  uniforms: (ops, _, given, room) => {
    const { state, jumps, out, rows } = noisy(room, given);
    ops.uniforms(state.byteOffset, jumps.byteOffset, rows, out.byteOffset);
  },
  normals: (ops, _, given, room) => {
    const { state, jumps, strips, out, rare, rows } = noisy(room, given);
    return ops.normals(state.byteOffset, jumps.byteOffset, rows, out.byteOffset, strips.byteOffset, rare.byteOffset);
  },
};

describe("compiled kernels and their twins give the same bits", () => {
  it("are what is tested here", () => {
    expect(rooms[0].memory).toBeDefined();
    // Those of trees have their own file.
    const trees = Object.keys(treeOps(new ArrayBuffer(64)));
    expect([...Object.keys(works), ...trees].sort()).toEqual(Object.keys(twinOps(new ArrayBuffer(64))).sort());
  });
  for (const [name, work] of Object.entries(works)) {
    it(`${name}, on 300 random shapes, empty ones among them`, () => {
      fc.assert(
        fc.property(shapes, (given) => both(given, (ops, p, room) => work(ops, p, given, room))),
        { numRuns: 300, seed: 6 },
      );
    });
  }
});

describe("the twins say what they should", () => {
  const room = rooms[0];
  const ops = twinOps(room.buffer);
  const near = (a: number, b: number, scale: number) =>
    expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-13 * (scale + 1));
  it("sums over columns and rows, and products of pairs of columns", () => {
    fc.assert(
      fc.property(shapes, (given) => {
        const { width, count } = given;
        const p = parts(cleared(room), given);
        const { columns, table, beta, a, b, gram } = p;
        const x = columns.map((column) => [...column]);
        const before = [...a];
        ops.addProducts(table.byteOffset, width, beta.byteOffset, count, a.byteOffset);
        before.forEach((start, i) => {
          const terms = x.map((column, j) => beta[j] * column[i]);
          near(
            a[i],
            terms.reduce((s, v) => s + v, start),
            terms.reduce((s, v) => s + Math.abs(v), Math.abs(start)),
          );
        });
        const [old, square] = [[...beta], [...gram]];
        ops.weightedSums(table.byteOffset, width, b.byteOffset, count, beta.byteOffset);
        ops.scaleRows(table.byteOffset, width, b.byteOffset, count, p.wide.byteOffset);
        ops.addGram(table.byteOffset, p.wide.byteOffset, width, count, gram.byteOffset, width);
        for (let i = 0; i < width; i++) {
          const terms = x[i].map((v, r) => v * b[r]);
          near(
            beta[i],
            terms.reduce((s, v) => s + v, old[i]),
            terms.reduce((s, v) => s + Math.abs(v), Math.abs(old[i])),
          );
          for (let j = 0; j < width; j++) {
            const pair = j > i ? [] : terms.map((v, r) => v * x[j][r]);
            const start = square[i * width + j];
            near(
              gram[i * width + j],
              pair.reduce((s, v) => s + v, start),
              pair.reduce((s, v) => s + Math.abs(v), Math.abs(start)),
            );
          }
        }
      }),
      { numRuns: 100, seed: 7 },
    );
  });
  it("squared distances to a block of places", () => {
    fc.assert(
      fc.property(shapes, (given) => {
        const { width, count } = given;
        const { beta, wide, a } = parts(cleared(room), given);
        ops.distances(beta.byteOffset, wide.byteOffset, width, count, a.byteOffset);
        for (let k = 0; k < count; k++) {
          const terms = Array.from(beta, (value, d) => (value - wide[d * count + k]) ** 2);
          near(
            a[k],
            terms.reduce((s, v) => s + v, 0),
            terms.reduce((s, v) => s + v, 0),
          );
        }
      }),
      { numRuns: 100, seed: 8 },
    );
  });
  it("sums of four moments by bin", () => {
    fc.assert(
      fc.property(shapes, (given) => {
        const { bins, ids, moments, hist } = binned(cleared(room), given);
        const before = [...hist];
        ops.addMoments(bins.byteOffset, ids.byteOffset, given.count, moments.byteOffset, hist.byteOffset);
        for (let bin = 0; bin < 256; bin++) {
          const rows = [...ids.keys()].filter((i) => bins[ids[i]] === bin);
          for (let k = 0; k < 4; k++) {
            const sum = rows.reduce((s, i) => s + moments[4 * i + k], 0);
            near(hist[4 * bin + k], before[4 * bin + k] + sum, rows.length);
          }
        }
      }),
      { numRuns: 30, seed: 9 },
    );
  });
  it("the logistic curve, its residuals and spreads, to its ends", () => {
    cleared(room);
    const eta = [0, -0, 1e-300, 0.3, -0.3, 36, -36, 37.5, -37.5, 700, -700, 708, -708, 1e5, -1e5];
    const count = eta.length;
    const part = (values: readonly number[]) => {
      const own = room.doubles(count);
      own.set(values);
      return own;
    };
    const [e, y, w] = [part(eta), part(eta.map((_, i) => i % 2)), part(eta.map((_, i) => i + 0.5))];
    const [residual, spread, p] = [part([]), part([]), part([])];
    const most = room.ops.logisticRows(
      e.byteOffset,
      y.byteOffset,
      w.byteOffset,
      count,
      residual.byteOffset,
      spread.byteOffset,
    );
    room.ops.logisticCurve(e.byteOffset, count, p.byteOffset);
    expect(most).toBe(1e5);
    eta.forEach((x, i) => {
      const exact = 1 / (1 + Math.exp(-x));
      expect(Math.abs(p[i] - exact)).toBeLessThanOrEqual(4e-16 * exact + 1e-307);
      expect(residual[i]).toBe(w[i] * (y[i] - p[i]));
      expect(spread[i]).toBe(w[i] * p[i] * (1 - p[i]));
    });
  });
});

describe("the kernels' binary", () => {
  it("is what `npm run kernels` makes of the source", async () => {
    const made = await kernelBinaries();
    expect([made.SHARED === SHARED, made.ALONE === ALONE]).toEqual([true, true]);
  });
});

describe("a space", () => {
  it("gives parts that do not overlap, and says when there is no room", () => {
    const room = openSpace(1000);
    const [a, b] = [room.doubles(5), room.bytes(3)];
    expect(a.byteOffset % 64).toBe(0);
    expect(b.byteOffset).toBeGreaterThanOrEqual(a.byteOffset + 40);
    expect(() => room.doubles(1e6)).toThrow(/^memory: \d+ MB could not be had/);
    expect(() => openSpace(5e9)).toThrow(/more than the 4 GB/);
  });
});
