// The compiled loops of boosting against their twins and against loops that are obvious.
import { describe, expect, it } from "vitest";
import { exp } from "../../../src/num/elementary.js";
import { mix } from "../../../src/num/hash.js";
import type { KernelOps } from "../../../src/num/kernels/ops.js";
import { openSpace, roomFor } from "../../../src/num/kernels/space.js";
import { twinOps } from "../../../src/num/kernels/twin/ops.js";
import { uniformStream } from "../../../src/num/random.js";

const N = 303;

/** A memory with some rows, scores and room for results, and where all of it is. */
function scene(features: number, seed: number) {
  const stride = 4 * Math.ceil(features / 4);
  const hist = 512 * features;
  const space = openSpace(
    roomFor([N * stride, 16 * N, 4 * N, 256, N * stride, 16 * N, 4 * N, 16 * hist, 24 * N, 4096]),
  );
  const uniform = uniformStream(seed, 1);
  const bins = space.bytes(N * stride).map(() => 0);
  const place = space.bytes(0).byteOffset;
  const at = {
    bins: place - Math.ceil((N * stride) / 64) * 64,
    pairs: space.doubles(2 * N),
    ids: space.words(N),
    side: space.bytes(256),
    toBins: space.bytes(N * stride),
    toPairs: space.doubles(2 * N),
    toIds: space.words(N),
    hist: space.doubles(hist),
    other: space.doubles(hist),
    score: space.doubles(N),
    y: space.doubles(N),
    out: space.doubles(N),
    nodes: space.words(64),
    values: space.doubles(16),
    sides: space.words(16),
  };
  const bytes = new Uint8Array(space.buffer, at.bins, N * stride);
  for (let i = 0; i < N; i++) for (let j = 0; j < features; j++) bytes[i * stride + j] = Math.floor(256 * uniform());
  for (let k = 0; k < 2 * N; k++) at.pairs[k] = Math.floor(1000 * uniform()) - 300;
  for (let i = 0; i < N; i++) {
    at.ids[i] = (i * 7) % N;
    at.score[i] = 40 * (uniform() - 0.5) * uniform();
    at.y[i] = uniform() < 0.5 ? 1 : 0;
    at.out[i] = uniform();
  }
  for (let b = 0; b < 256; b++) at.side[b] = uniform() < 0.4 ? 1 : 0;
  expect(bins.length).toBe(N * stride);
  return { ...at, stride, bytes, space, features };
}

type Scene = ReturnType<typeof scene>;

/** What a call leaves behind with the compiled loops and with the twins: the whole memory and what it returned. */
function both(features: number, call: (ops: KernelOps, s: Scene) => unknown): Scene {
  const [compiled, twin] = [scene(features, 5), scene(features, 5)];
  const results = [call(compiled.space.ops, compiled), call(twinOps(twin.space.buffer), twin)];
  expect(results[0]).toEqual(results[1]);
  const changed = new Uint8Array(compiled.space.buffer);
  expect(Buffer.compare(Buffer.from(changed), Buffer.from(new Uint8Array(twin.space.buffer)))).toBe(0);
  return compiled;
}

describe("the loops of boosting", () => {
  it("run compiled here, so that comparing them with the twins means something", () => {
    const { space } = scene(3, 1);
    expect(String(space.ops.walk)).toContain("[native code]");
  });

  it("add up the histograms of any number of features, of rows in order and of rows by number", () => {
    for (const features of [1, 2, 3, 4, 5, 8, 11]) {
      for (const byId of [true, false]) {
        const s = both(features, (ops, { bytes, stride, ids, pairs, hist }) => {
          const numbers = byId ? ids.byteOffset : 0;
          ops.addHistograms(bytes.byteOffset, stride, features, numbers, N, pairs.byteOffset, hist.byteOffset);
        });
        const slow = new Float64Array(512 * features);
        for (let i = 0; i < N; i++) {
          const row = byId ? s.ids[i] : i;
          for (let j = 0; j < features; j++) {
            for (let k = 0; k < 2; k++) slow[512 * j + 2 * s.bytes[row * s.stride + j] + k] += s.pairs[2 * i + k];
          }
        }
        expect(s.hist).toEqual(slow);
      }
    }
  });

  it("subtract and clear histograms", () => {
    const s = both(3, (ops, { hist, other }) => {
      for (let k = 0; k < hist.length; k++) [hist[k], other[k]] = [k * k, 3 * k];
      ops.subtract(hist.byteOffset, other.byteOffset, hist.length);
      ops.clear(other.byteOffset, other.length);
    });
    s.hist.forEach((value, k) => {
      expect([value, s.other[k]]).toEqual([k * k - 3 * k, 0]);
    });
  });

  it("move the rows of a node apart, with all that belongs to them", () => {
    for (const byId of [0, 1]) {
      for (const features of [3, 4, 8, 9]) {
        let left = 0;
        const s = both(features, (ops, { bytes, stride, ids, side, pairs, toBins, toPairs, toIds }) => {
          const to = [toBins, toPairs, toIds].map((view) => view.byteOffset);
          const [b, i, sd, p] = [bytes, ids, side, pairs].map((view) => view.byteOffset);
          left = ops.moveRows(b, stride, i, byId, 2, sd, N, p, to[0], to[1], to[2]);
          return left;
        });
        const goesLeft = (i: number) => s.side[s.bytes[(byId ? s.ids[i] : i) * s.stride + 2]] === 1;
        const order = Array.from({ length: N }, (_, i) => i);
        const expected = [...order.filter(goesLeft), ...order.filter((i) => !goesLeft(i)).reverse()];
        expect(left).toBe(order.filter(goesLeft).length);
        expected.forEach((i, place) => {
          const row = byId ? s.ids[i] : i;
          expect(s.toIds[place]).toBe(s.ids[i]);
          expect([...s.toPairs.slice(2 * place, 2 * place + 2)]).toEqual([s.pairs[2 * i], s.pairs[2 * i + 1]]);
          const from = s.bytes.slice(row * s.stride, (row + 1) * s.stride);
          expect(s.toBins.slice(place * s.stride, (place + 1) * s.stride)).toEqual(from);
        });
        const only = both(features, (ops, { bytes, stride, ids, side, toIds }) =>
          ops.moveIds(bytes.byteOffset, stride, ids.byteOffset, byId, 2, side.byteOffset, N, toIds.byteOffset),
        );
        expect(only.toIds).toEqual(s.toIds);
      }
    }
  });

  it("add a leaf's value to the scores of its rows", () => {
    const before = scene(3, 5).score;
    const s = both(3, (ops, { ids, score }) => ops.addLeaf(ids.byteOffset, 50, score.byteOffset, 0.25));
    const among = new Set(s.ids.slice(0, 50));
    s.score.forEach((value, i) => {
      expect(value).toBe(before[i] + (among.has(i) ? 0.25 : 0));
    });
  });

  it("write logistic gradients, of one row or many, far out too", () => {
    for (const count of [1, 2, 17, N]) {
      const s = both(3, (ops, { ids, score, y, toPairs }) => {
        score[0] = 900;
        score[7] = -900;
        const [i, f, t, p] = [ids, score, y, toPairs].map((view) => view.byteOffset);
        ops.logisticPairs(i, count, f, t, 2 ** 40, 2 ** 20, 2 ** 30, p);
      });
      for (let k = 0; k < count; k++) {
        const row = s.ids[k];
        const p = 1 / (1 + exp(Math.min(708, Math.max(-708, -s.score[row]))));
        expect(Math.abs(s.toPairs[2 * k] - (p - s.y[row]) * 2 ** 40)).toBeLessThanOrEqual(0.5);
        const slope = Math.max(1, p * (1 - p) * 2 ** 20);
        expect(Math.abs(s.toPairs[2 * k + 1] - 2 ** 30 - slope)).toBeLessThanOrEqual(0.5);
      }
    }
  });

  it("draw rows by their keys", () => {
    const s = both(3, (ops, { ids, toIds }) => ops.choose(ids.byteOffset, N, 77, 0.3 * 2 ** 32, toIds.byteOffset));
    const drawn = (i: number) => mix(s.ids[i], 77) < 0.3 * 2 ** 32;
    const order = Array.from({ length: N }, (_, i) => i);
    expect([...s.toIds]).toEqual([...order.filter(drawn), ...order.filter((i) => !drawn(i)).reverse()]);
  });

  it("walk down trees that split on thresholds and on sets of bins", () => {
    for (const byId of [0, 1]) {
      for (const sets of [false, true]) {
        const before = scene(5, 5).out;
        const s = both(5, (ops, { bytes, stride, ids, nodes, values, sides, side, out }) => {
          // Root on feature 1, its left child a leaf, its right one on feature 4.
          nodes.set([1 + 100 * 2 ** 24, 1, 255 * 2 ** 24, 1, 4 + 30 * 2 ** 24, 3, 255 * 2 ** 24, 3, 255 * 2 ** 24, 4]);
          values.set([0, 10, 0, 20, 30]);
          sides.set([0, 0, side.byteOffset, 0, 0]);
          const [b, i, n, v, o] = [bytes, ids, nodes, values, out].map((view) => view.byteOffset);
          if (sets) ops.walkSides(b, stride, i, N, n, v, 2, sides.byteOffset, o, byId);
          else ops.walk(b, stride, i, N, n, v, 2, o, byId);
        });
        for (let i = 0; i < N; i++) {
          const row = s.ids[i];
          const bin = (j: number) => s.bytes[row * s.stride + j];
          const low = sets ? s.side[bin(4)] === 1 : bin(4) <= 30;
          const place = byId ? row : i;
          expect(s.out[place]).toBe(before[place] + (bin(1) <= 100 ? 10 : low ? 20 : 30));
        }
      }
    }
  });
});
