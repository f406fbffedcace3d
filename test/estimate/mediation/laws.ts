import { uniformStream } from "../../../src/num/random.js";
import type { Study } from "../../../src/num/study.js";
import { type MediatedRow, studyOf } from "./studies.js";

/** A cell of a finite law of covariate w, arm t, mediators m (a number for each of their combinations) and outcome y. */
export interface Cell {
  readonly w: number;
  readonly t: 0 | 1;
  readonly m: number;
  readonly y: number;
}

/** The cells of a law with 2 values of w, 3 of m and 3 of y; probabilities are a list of the same length. */
const CELLS: readonly Cell[] = [0, 1].flatMap((w) =>
  ([0, 1] as const).flatMap((t) => [0, 1, 2].flatMap((m) => [-1.3, 0.4, 2].map((y) => ({ w, t, m, y })))),
);

/** Probabilities of the cells, none small. */
export function randomLaw(seed: number): Float64Array {
  const uniform = uniformStream(seed);
  const raw = Float64Array.from(CELLS, () => 0.1 + uniform());
  const total = raw.reduce((a, b) => a + b, 0);
  return raw.map((p) => p / total);
}

/** Two mediators spell m, so that their law given the arm is a joint one. */
export function lawStudy(p: Float64Array): Study {
  const rows: MediatedRow[] = CELLS.map(({ w, t, m, y }, i) => ({
    w: { w: `w${w}` },
    m: { first: m === 0 ? "a" : "b", second: m === 2 ? 1 : 0 },
    t,
    y,
    weight: p[i],
  }));
  return studyOf(rows, { weights: "law" });
}

type Where = (cell: Cell) => boolean;

function mass(p: Float64Array, where: Where): number {
  return CELLS.reduce((sum, cell, i) => sum + (where(cell) ? p[i] : 0), 0);
}

/** E[Y | t, m, w], written out. */
function meanOf(p: Float64Array, t: number, m: number, w: number): number {
  const here: Where = (cell) => cell.t === t && cell.m === m && cell.w === w;
  return CELLS.reduce((sum, cell, i) => sum + (here(cell) ? p[i] * cell.y : 0), 0) / mass(p, here);
}

function given(p: Float64Array, event: Where, condition: Where): number {
  return mass(p, (cell) => event(cell) && condition(cell)) / mass(p, condition);
}

/** sum_w p(w) sum_m p(m | theirs, w) E[Y | own, m, w] (Pearl 2001), which is E[Y(own, M(theirs))] under the assumptions. */
export function nested(p: Float64Array, own: number, theirs: number): number {
  let sum = 0;
  for (const w of [0, 1]) {
    for (const m of [0, 1, 2]) {
      const chance = given(
        p,
        (cell) => cell.m === m,
        (cell) => cell.t === theirs && cell.w === w,
      );
      sum += mass(p, (cell) => cell.w === w) * chance * meanOf(p, own, m, w);
    }
  }
  return sum;
}

/** sum_w p(w) sum_m p(m | a, w) sum_t p(t | w) E[Y | t, m, w] (Pearl 1995), which is E[Y(a)] under the assumptions. */
export function throughFrontDoor(p: Float64Array, a: number): number {
  let sum = 0;
  for (const w of [0, 1]) {
    for (const m of [0, 1, 2]) {
      const chance = given(
        p,
        (cell) => cell.m === m,
        (cell) => cell.t === a && cell.w === w,
      );
      for (const t of [0, 1]) {
        const arm = given(
          p,
          (cell) => cell.t === t,
          (cell) => cell.w === w,
        );
        sum += mass(p, (cell) => cell.w === w) * chance * arm * meanOf(p, t, m, w);
      }
    }
  }
  return sum;
}

/** Gateaux derivatives of a functional towards each cell, by central differences of fourth order. */
export function derivatives(p: Float64Array, functional: (p: Float64Array) => number): number[] {
  const h = 1e-4;
  return CELLS.map((_, i) => {
    const towards = (step: number) => functional(p.map((q, k) => (1 - step) * q + (k === i ? step : 0)));
    return (8 * (towards(h) - towards(-h)) - (towards(2 * h) - towards(-2 * h))) / (12 * h);
  });
}
