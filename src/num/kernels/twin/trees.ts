import { mix } from "../../mix.js";
import type { TreeOps } from "../tree-ops.js";
import { curve } from "./logistic.js";

/** Adding and taking away this leaves no bit below one: the nearest whole number, ties to even. */
const WHOLE = 1.5 * 2 ** 52;

/** The twin of assembly/trees.ts. */
export function treeOps(memory: ArrayBufferLike): TreeOps {
  const bytes = new Uint8Array(memory);
  const words = new Uint32Array(memory);
  const doubles = new Float64Array(memory);
  /** Splits the rows of a node: `put(i, place)` for each, those of the side from the front, the others from the back. */
  const divide = (
    [bins, stride, ids, byId, feature, side, count]: readonly number[],
    put: (i: number, from: number, place: number) => void,
  ): number => {
    let left = 0;
    let right = count;
    for (let i = 0; i < count; i++) {
      const from = bins + stride * (byId !== 0 ? words[(ids >>> 2) + i] : i);
      put(i, from, bytes[side + bytes[from + feature]] === 1 ? left++ : --right);
    }
    return left;
  };
  return {
    addHistograms: (bins, stride, width, ids, count, pairs, hist) => {
      for (let i = 0; i < count; i++) {
        const from = bins + stride * (ids !== 0 ? words[(ids >>> 2) + i] : i);
        const a = doubles[(pairs >>> 3) + 2 * i];
        const b = doubles[(pairs >>> 3) + 2 * i + 1];
        for (let j = 0; j < width; j++) {
          const at = (hist >>> 3) + 512 * j + 2 * bytes[from + j];
          doubles[at] += a;
          doubles[at + 1] += b;
        }
      }
    },
    subtract: (parent, child, count) => {
      for (let k = 0; k < count; k++) doubles[(parent >>> 3) + k] -= doubles[(child >>> 3) + k];
    },
    clear: (at, count) => {
      doubles.fill(0, at >>> 3, (at >>> 3) + count);
    },
    moveRows: (bins, stride, ids, byId, feature, side, count, pairs, toBins, toPairs, toIds) =>
      divide([bins, stride, ids, byId, feature, side, count], (i, from, place) => {
        bytes.copyWithin(toBins + stride * place, from, from + stride);
        for (let k = 0; k < 2; k++) doubles[(toPairs >>> 3) + 2 * place + k] = doubles[(pairs >>> 3) + 2 * i + k];
        words[(toIds >>> 2) + place] = words[(ids >>> 2) + i];
      }),
    moveIds: (bins, stride, ids, byId, feature, side, count, toIds) =>
      divide([bins, stride, ids, byId, feature, side, count], (i, _, place) => {
        words[(toIds >>> 2) + place] = words[(ids >>> 2) + i];
      }),
    addLeaf: (ids, count, score, value) => {
      for (let i = 0; i < count; i++) doubles[(score >>> 3) + words[(ids >>> 2) + i]] += value;
    },
    logisticPairs: (ids, count, score, y, gradient, hessian, pack, pairs) => {
      for (let i = 0; i < count; i++) {
        const row = words[(ids >>> 2) + i];
        const p = curve(doubles[(score >>> 3) + row]);
        const at = (pairs >>> 3) + 2 * i;
        doubles[at] = (p - doubles[(y >>> 3) + row]) * gradient + WHOLE - WHOLE;
        doubles[at + 1] = pack + Math.max(1, p * (1 - p) * hessian + WHOLE - WHOLE);
      }
    },
    walk: (bins, stride, ids, count, nodes, values, depth, out, byId) => {
      for (let i = 0; i < count; i++) {
        const id = words[(ids >>> 2) + i];
        const row = bins + stride * id;
        let k = 0;
        for (let d = 0; d < depth; d++) {
          const low = words[(nodes >>> 2) + 2 * k];
          k = words[(nodes >>> 2) + 2 * k + 1] + (bytes[row + (low & 0xffffff)] > low >>> 24 ? 1 : 0);
        }
        doubles[(out >>> 3) + (byId !== 0 ? id : i)] += doubles[(values >>> 3) + k];
      }
    },
    walkSides: (bins, stride, ids, count, nodes, values, depth, sides, out, byId) => {
      for (let i = 0; i < count; i++) {
        const id = words[(ids >>> 2) + i];
        const row = bins + stride * id;
        let k = 0;
        for (let d = 0; d < depth; d++) {
          const low = words[(nodes >>> 2) + 2 * k];
          const bin = bytes[row + (low & 0xffffff)];
          const side = words[(sides >>> 2) + k];
          const right = side !== 0 ? 1 - bytes[side + bin] : bin > low >>> 24 ? 1 : 0;
          k = words[(nodes >>> 2) + 2 * k + 1] + right;
        }
        doubles[(out >>> 3) + (byId !== 0 ? id : i)] += doubles[(values >>> 3) + k];
      }
    },
    choose: (keys, count, salt, limit, order) => {
      let first = 0;
      let last = count;
      for (let i = 0; i < count; i++) {
        const drawn = mix(words[(keys >>> 2) + i], salt) < limit;
        words[(order >>> 2) + (drawn ? first++ : --last)] = i;
      }
      return first;
    },
  };
}
