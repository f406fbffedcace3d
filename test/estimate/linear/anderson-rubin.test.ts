import { describe, expect, it } from "vitest";
import { andersonRubin, below, piecesText } from "../../../src/estimate/linear/anderson-rubin.js";
import { inverse, slowFit, times, transpose, withIntercept } from "./slow.js";
import { groupedWorld, hiddenWorld } from "./worlds.js";

const CHI2 = [3.841458820694124, 5.991464547107979]; // 95 %, one and two degrees of freedom: tables, and -2 log 0.05.
const centred = (v: readonly unknown[]) => {
  const numbers = v as number[];
  const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
  return Float64Array.from(numbers, (one) => one - mean);
};
const plain = (n: number) => ({ count: new Float64Array(n).fill(1), total: n, law: false });

/** Is the effect b accepted? Regress y - b t on an intercept and the instruments, and test these with a robust Wald statistic. */
function accepts(
  b: number,
  y: readonly number[],
  t: readonly number[],
  z: number[][],
  groups?: readonly unknown[],
): boolean {
  const x = withIntercept(...z);
  const fit = slowFit(
    x,
    y.map((one, i) => one - b * t[i]),
    x,
    groups,
  );
  const pi = fit.beta.slice(1).map((one) => [one]);
  const v = fit.v.slice(1).map((row) => row.slice(1));
  return times(times(transpose(pi), inverse(v)), pi)[0][0] <= CHI2[z.length - 1];
}

describe("where a quadratic is not above 0", () => {
  it("is an interval, two rays, everything, nothing or one ray", () => {
    expect(below(1, -3, 2)).toEqual([[1, 2]]);
    expect(below(-1, 3, -2)).toEqual([
      [Number.NEGATIVE_INFINITY, 1],
      [2, Number.POSITIVE_INFINITY],
    ]);
    expect(below(-1, 0, -1)).toEqual([[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]]);
    expect(below(1, 0, 1)).toEqual([]);
    expect(below(0, 2, -4)).toEqual([[Number.NEGATIVE_INFINITY, 2]]);
    expect(below(0, -2, 4)).toEqual([[2, Number.POSITIVE_INFINITY]]);
  });
  it("keeps the digits of a root beside a much larger one", () => {
    expect(below(1, -1e9, 1)[0][0]).toBeCloseTo(1e-9, 22);
  });
});

describe("the Anderson-Rubin set", () => {
  const worlds = [
    ["strong", hiddenWorld(150, 3, 0.8)],
    ["weak", hiddenWorld(60, 5, 0.15)],
    ["none", hiddenWorld(60, 8, 0)],
    ["none again", hiddenWorld(80, 2, 0)],
  ] as const;
  for (const [name, world] of worlds) {
    for (const used of [["z1"], ["z2"], ["z1", "z2"]]) {
      it(`holds the effects that a test of each accepts: ${name}, ${used.join(" and ")}`, () => {
        const [y, t] = [world.y as number[], world.t as number[]];
        const z = used.map((one) => world[one] as number[]);
        const set = andersonRubin(z.map(centred), centred(t), centred(y), plain(y.length), {
          level: 0.95,
          columns: 1,
          around: { value: 2, scale: 0.5 },
        });
        for (let k = -200; k <= 200; k++) {
          const b = 2 + Math.tan((k * Math.PI) / 402);
          if (set.flat().some((end) => Math.abs(end - b) < 1e-6 * (1 + Math.abs(b)))) continue;
          const held = set.some(([low, high]) => low <= b && b <= high);
          expect(held, `${b}`).toBe(accepts(b, y, t, z));
        }
        for (const end of set.flat().filter(Number.isFinite)) {
          const near = 1e-5 * (1 + Math.abs(end));
          expect(accepts(end - near, y, t, z)).not.toBe(accepts(end + near, y, t, z));
        }
      });
    }
  }
  it("comes in all its shapes where the instruments move nothing", () => {
    const shapes = Array.from({ length: 40 }, (_, seed) => {
      const world = hiddenWorld(60, seed, 0.1);
      const options = { level: 0.95, columns: 1, around: { value: 2, scale: 0.5 } };
      const [t, y] = [centred(world.t), centred(world.y)];
      return andersonRubin([centred(world.z2)], t, y, plain(60), options);
    });
    const open = (set: (typeof shapes)[number]) => set.flat().filter((end) => !Number.isFinite(end)).length;
    expect(shapes.some((set) => set.length === 1 && open(set) === 2)).toBe(true);
    expect(shapes.some((set) => set.length === 2 && open(set) === 2)).toBe(true);
    expect(shapes.some((set) => set.length === 1 && open(set) === 0)).toBe(true);
    expect(shapes.every((set) => set.length > 0)).toBe(true);
  });
  it("takes rows of one cluster together", () => {
    const world = groupedWorld(20, 4, 2);
    const [y, t, z] = [world.y as number[], world.t as number[], [world.z as number[]]];
    const cluster = Int32Array.from(world.g, (one) => Number(String(one).slice(1)));
    const set = andersonRubin(
      z.map(centred),
      centred(t),
      centred(y),
      { ...plain(80), cluster, clusters: 20 },
      { level: 0.95, columns: 1, around: { value: 2, scale: 0.3 } },
    );
    for (const end of set.flat().filter(Number.isFinite)) {
      const near = 1e-5 * (1 + Math.abs(end));
      expect(accepts(end - near, y, t, z, world.g)).not.toBe(accepts(end + near, y, t, z, world.g));
    }
    expect(set.length).toBeGreaterThan(0);
  });
  it("is told in words", () => {
    const infinity = Number.POSITIVE_INFINITY;
    expect(piecesText([[0.02481, 0.2848]])).toBe("0.0248 to 0.285");
    expect(
      piecesText([
        [-infinity, -1],
        [3, infinity],
      ]),
    ).toBe("up to -1 and from 3");
    expect(piecesText([[-infinity, infinity]])).toBe("every number");
    expect(piecesText([])).toBe("none");
  });
  it("can be empty where several instruments contradict each other", () => {
    const world = hiddenWorld(400, 4);
    const y = (world.y as number[]).map((one, i) => one + 6 * (world.z2[i] as number));
    const set = andersonRubin([centred(world.z1), centred(world.z2)], centred(world.t), centred(y), plain(400), {
      level: 0.95,
      columns: 1,
      around: { value: 2, scale: 0.2 },
    });
    expect(set).toEqual([]);
  });
});
