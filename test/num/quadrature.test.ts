import { describe, expect, it } from "vitest";
import { gaussKronrod, integrate } from "../../src/num/quadrature.js";

describe("one rule", () => {
  it("is exact for polynomials of degree 23", () => {
    const { value } = gaussKronrod((x) => 24 * x ** 23 + 5 * x ** 4, 0, 2);
    expect(Math.abs(value / (2 ** 24 + 32) - 1)).toBeLessThan(1e-14);
  });
});

describe("adaptive quadrature", () => {
  const cases: readonly [name: string, f: (x: number) => number, edges: readonly number[], value: number][] = [
    ["a smooth function", Math.exp, [0, 1], Math.E - 1],
    ["a sign change", Math.sin, [0, 3 * Math.PI], 2],
    ["a narrow peak", (x) => 1e-4 / (x * x + 1e-8), [-1, 0.3, 1], 2 * Math.atan(1e4)],
    ["a kink", (x) => Math.abs(x - 0.1), [-1, 1], 1.01],
    ["a jump at an edge", (x) => (x < 0.25 ? 1 : 3), [0, 0.25, 1], 2.5],
    ["a logarithm at the end", (x) => Math.log(x), [0, 1], -1],
    ["a root at the end", (x) => Math.sqrt(x), [0, 1], 2 / 3],
    ["an inverse root at the end", (x) => 1 / Math.sqrt(x), [0, 1], 2],
    ["oscillation", (x) => Math.cos(200 * x), [0, 1], Math.sin(200) / 200],
  ];
  it.each(cases)("of %s", (_, f, edges, value) => {
    const found = integrate(f, edges, 1e-12);
    expect(Math.abs(found.value - value)).toBeLessThan(1e-11);
  });

  it("gives panels without gaps that add up", () => {
    const { panels, value } = integrate((x) => 1 / (1 + 1e4 * x * x), [-3, 0, 5]);
    expect(panels[0].low).toBe(-3);
    expect(panels.at(-1)?.high).toBe(5);
    for (let i = 1; i < panels.length; i++) expect(panels[i].low).toBe(panels[i - 1].high);
    expect(panels.reduce((sum, panel) => sum + panel.value, 0)).toBe(value);
  });

  it("says how far off it may be when it does not converge", () => {
    const { error, value } = integrate((x) => 1 / (x - 0.1), [0.1, 1]);
    expect(error > 1e-6 * value).toBe(true);
  });

  it("leaves out empty intervals", () => {
    expect(integrate(() => 1, [0, 0, 1, 1]).value).toBeCloseTo(1, 15);
    expect(integrate(() => 1, [2]).value).toBe(0);
  });
});
