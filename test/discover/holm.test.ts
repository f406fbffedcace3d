import { expect, it } from "vitest";
import { holm } from "../../src/discover/holm.js";

it("corrects as p.adjust(method = 'holm') of R does", () => {
  const round = (values: readonly number[]) => values.map((v) => Number(v.toFixed(10)));
  expect(round(holm([0.01, 0.02, 0.03, 0.04, 0.05]))).toEqual([0.05, 0.08, 0.09, 0.09, 0.09]);
  expect(round(holm([0.6, 0.001, 0.04]))).toEqual([0.6, 0.003, 0.08]);
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
