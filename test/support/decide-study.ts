import { type Decided, decide } from "../../src/decide/decide.js";
import { assignFolds } from "../../src/learn/folds.js";
import { type Uniform, uniformStream } from "../../src/num/random.js";
import type { Sample } from "../../src/num/sample.js";
import type { Answer } from "../../src/query/answer.js";
import type { Benefit, ComparedPolicy } from "../../src/query/decision.js";
import { type Kind, lawRows, type Row, sampleOf } from "./samples.js";
import { regress } from "./solve.js";
import { type Covariates, drawSample, type World } from "./worlds.js";

/** A kind of individual whose two outcomes hang together in a way that no data show: the share of defiers among them. */
export interface KnownKind extends Kind {
  readonly defier: number;
}

/** A population with known individual types, and what treating each type is worth. */
export interface Population {
  readonly kinds: readonly KnownKind[];
  readonly benefit: Benefit;
  readonly cost: number;
}

export function drawPopulation(seed: number, kinds = 8): Population {
  const uniform = uniformStream(seed);
  const raw = Array.from({ length: kinds }, () => 0.2 + uniform());
  const total = raw.reduce((a, b) => a + b, 0);
  return {
    kinds: raw.map((weight, k) => {
      const [p1, p0] = [0.05 + 0.9 * uniform(), 0.05 + 0.9 * uniform()];
      const [least, most] = [Math.max(0, p0 - p1), Math.min(p0, 1 - p1)];
      const pt = 0.25 + 0.5 * uniform();
      return { name: `k${k}`, weight: weight / total, pt, p1, p0, defier: least + (most - least) * uniform() };
    }),
    benefit: {
      complier: 20 * uniform() - 5,
      always: 10 * uniform() - 5,
      never: 10 * uniform() - 5,
      defier: 20 * uniform() - 15,
    },
    cost: uniform() < 0.5 ? 0 : 2 * uniform(),
  };
}

/** The shares of the four types in a kind, with so many defiers. */
function typesOf({ p1, p0 }: Kind, defier: number): Benefit {
  return { defier, always: p0 - defier, complier: p1 - p0 + defier, never: 1 - p1 - defier };
}

const TYPES = ["complier", "always", "never", "defier"] as const;

/** What treating one of a kind is worth, less the cost: in truth, under independent noises, at least and at most. */
function worthOf(kind: KnownKind, { benefit, cost }: Pick<Population, "benefit" | "cost">) {
  const at = (defier: number) => {
    const shares = typesOf(kind, defier);
    return TYPES.reduce((sum, type) => sum + benefit[type] * shares[type], -cost);
  };
  const { p1, p0 } = kind;
  const ends = [at(Math.max(0, p0 - p1)), at(Math.min(p0, 1 - p1))];
  return { truth: at(kind.defier), value: at((1 - p1) * p0), low: Math.min(...ends), high: Math.max(...ends) };
}

/** The place of the share that a number in [0, 1) falls into. */
function pick(shares: readonly number[], at: number): number {
  let sum = 0;
  for (let k = 0; k < shares.length; k++) {
    sum += shares[k];
    if (at < sum) return k;
  }
  return shares.length - 1;
}

/** n individuals, each with a type drawn for it, which settles both its outcomes. */
function drawIndividuals({ kinds }: Population, n: number, uniform: Uniform): Sample {
  const rows = Array.from({ length: n }, (): Row => {
    const kind =
      kinds[
        pick(
          kinds.map(({ weight }) => weight),
          uniform(),
        )
      ];
    const shares = typesOf(kind, kind.defier);
    const type =
      TYPES[
        pick(
          TYPES.map((one) => shares[one]),
          uniform(),
        )
      ];
    const t = uniform() < kind.pt ? 1 : 0;
    const y = type === "always" || (type === "complier" && t === 1) || (type === "defier" && t === 0) ? 1 : 0;
    return { w: { kind: kind.name }, t, y };
  });
  return sampleOf(rows);
}

/** The share of each kind that a policy treats. */
function treatedByKind({ policy }: Decided, sample: Sample, kinds: readonly Kind[]): number[] {
  const treat = policy.find(({ name }) => name === "treat")!.values;
  const kind = sample.given[0];
  if (kind.kind !== "categorical") throw new Error("kinds are labels");
  return kinds.map(({ name }) => {
    let [sum, count] = [0, 0];
    for (let i = 0; i < sample.rows; i++) {
      if (kind.levels[kind.codes[i]] !== name) continue;
      sum += Number(treat[i]);
      count++;
    }
    return count === 0 ? 0 : sum / count;
  });
}

/** How a policy chosen by its worst case fared against treating nobody and everybody, in truth, where it was surely no worse by its bounds. */
export interface Fared {
  readonly nobody: { readonly sure: boolean; readonly ahead: number };
  readonly everybody: { readonly sure: boolean; readonly ahead: number };
}

/** Decides by maximin, from the exact law (n = 0) or from n individuals whose sampling error the bounds must clear too. */
export async function faredByWorst(population: Population, n: number, seed: number): Promise<Fared> {
  const { kinds, benefit, cost } = population;
  const sample =
    n === 0
      ? sampleOf(
          lawRows(kinds, ({ name }) => name),
          { weights: "law" },
        )
      : drawIndividuals(population, n, uniformStream(seed, 1));
  const decided = await decide(sample, { benefit, cost, rule: "maximin", learner: "cells", tree: 0 });
  const treated = treatedByKind(decided, sample, kinds);
  const worth = kinds.map((kind) => kind.weight * worthOf(kind, population).truth);
  const own = worth.reduce((sum, f, k) => sum + treated[k] * f, 0);
  const all = worth.reduce((a, b) => a + b, 0);
  const policy = (name: ComparedPolicy["name"]) => decided.answer.policies.find((one) => one.name === name)!;
  const sure = ({ bounds, diagnostics }: Answer) =>
    bounds![0] - 1.96 * Number(diagnostics["lowSe"] ?? 0) >= (n === 0 ? -1e-12 : 0);
  return {
    nobody: { sure: sure(policy("chosen").benefit), ahead: own },
    everybody: { sure: sure(policy("everybody").difference!), ahead: own - all },
  };
}

/** A value that an interval should hold. */
export interface Held {
  readonly quantity: string;
  readonly estimate: number;
  readonly se: number;
  readonly truth: number;
}

/** What is looked at of the policy chosen and of treating everybody; `truths` are averages over the population of a number times the share treated. */
function heldBy({ answer }: Decided, truths: Readonly<Record<string, number>>): Held[] {
  const policy = (name: ComparedPolicy["name"]) => answer.policies.find((one) => one.name === name)!;
  const [chosen, everybody] = [policy("chosen"), policy("everybody")];
  const held = (quantity: string, estimate: number, se: unknown): Held => ({
    quantity,
    estimate,
    se: Number(se),
    truth: truths[quantity],
  });
  const { value, bounds, diagnostics } = chosen.benefit;
  return [
    held("benefit", value!, diagnostics["se"]),
    held("benefit, low end", bounds![0], diagnostics["lowSe"]),
    held("benefit, high end", bounds![1], diagnostics["highSe"]),
    held("benefit in one queue", value!, diagnostics["se"]),
    held("success", chosen.success.value!, chosen.success.diagnostics["se"]),
    held("benefit of everybody", everybody.benefit.value!, everybody.benefit.diagnostics["se"]),
    held("chosen less everybody", everybody.difference!.value!, everybody.difference!.diagnostics["se"]),
  ];
}

/** The true averages of a policy that treats a part of each place of the population. */
function truthsOf(
  places: readonly {
    readonly mass: number;
    readonly part: number;
    readonly f: { value: number; low: number; high: number };
    readonly p0: number;
    readonly p1: number;
  }[],
) {
  const mean = (of: (place: (typeof places)[number]) => number) =>
    places.reduce((sum, place) => sum + place.mass * of(place), 0);
  return {
    benefit: mean(({ part, f }) => part * f.value),
    "benefit, low end": mean(({ part, f }) => part * f.low),
    "benefit, high end": mean(({ part, f }) => part * f.high),
    success: mean(({ part, p0, p1 }) => p0 + part * (p1 - p0)),
    "benefit of everybody": mean(({ f }) => f.value),
    "chosen less everybody": mean(({ part, f }) => (part - 1) * f.value),
  };
}

const FOLDS = 5;
const BUDGET = 0.15;
const WORTH = { benefit: { complier: 10, always: -2, never: -1, defier: -8 }, cost: 0.5 };

/** Twelve kinds seen as labels, learnt by averages. What a policy does to a kind may differ between folds, and its truth with it. */
export async function heldByCells(n: number, seed: number): Promise<Held[]> {
  const { kinds } = drawPopulation(77, 12);
  const population = { kinds, ...WORTH };
  const sample = drawIndividuals(population, n, uniformStream(seed, 2));
  const decided = await decide(sample, { ...WORTH, budget: BUDGET, learner: "cells", folds: FOLDS, tree: 0 });
  const { fold } = assignFolds(sample, FOLDS, 1);
  const treat = decided.policy.find(({ name }) => name === "treat")!.values;
  const kind = sample.given[0];
  if (kind.kind !== "categorical") throw new Error("kinds are labels");
  const inFile = new Float64Array(n).map((_, i) => Number(treat[i]));
  const judged = inShares(numbersOf(decided, "benefit"), fold);
  const places = (part: Float64Array) =>
    kinds.flatMap((one) =>
      Array.from({ length: FOLDS }, (_, k) => {
        let [sum, count, size] = [0, 0, 0];
        for (let i = 0; i < n; i++) {
          if (fold[i] !== k) continue;
          size++;
          if (kind.levels[kind.codes[i]] !== one.name) continue;
          sum += part[i];
          count++;
        }
        const f = worthOf(one, population);
        return { mass: (one.weight * size) / n, part: count === 0 ? 0 : sum / count, f, p0: one.p0, p1: one.p1 };
      }),
    );
  return heldBy(decided, { ...truthsOf(places(judged)), "benefit in one queue": truthsOf(places(inFile)).benefit });
}

function numbersOf({ policy }: Decided, name: string): number[] {
  return Array.from(policy.find((one) => one.name === name)!.values, Number);
}

/** What share of each fold the budget allows. */
const SHARE = BUDGET / WORTH.cost;

/** The policy as it is judged: the best of each fold, as many as its share of the budget allows, those at the edge in part. */
function inShares(benefit: readonly number[], fold: ArrayLike<number>): Float64Array {
  const part = new Float64Array(benefit.length);
  for (let k = 0; k < FOLDS; k++) {
    const rows = benefit.map((_, i) => i).filter((i) => fold[i] === k);
    let left = SHARE * rows.length;
    const worth = [...new Set(rows.map((i) => benefit[i]))].filter((f) => f > WORTH.cost).sort((x, y) => y - x);
    for (const f of worth) {
      const alike = rows.filter((i) => benefit[i] === f);
      const treated = Math.min(left, alike.length);
      for (const i of alike) part[i] = treated / alike.length;
      left -= treated;
    }
  }
  return part;
}

const features = (w: Covariates, noise: number) => [1, w.x, w.z, noise, w.group === 1 ? 1 : 0, w.group === 2 ? 1 : 0];
const logit = (p: number) => Math.log(p / (1 - p));
const logistic = (eta: number) => 1 / (1 + Math.exp(-eta));

/** Points that fill the space of the covariates evenly (Halton's sequence), each with its true worth. */
export function pointsOf(world: World, count: number) {
  const radical = (i: number, base: number) => {
    let [out, scale] = [0, 1 / base];
    for (let rest = i; rest > 0; rest = Math.floor(rest / base), scale /= base) out += (rest % base) * scale;
    return out;
  };
  return Array.from({ length: count }, (_, i) => {
    const [x, z, noise, g] = [2, 3, 5, 7].map((base) => radical(i + 1, base));
    const w = { x: 2 * x - 1, z: 2 * z - 1, group: Math.min(2, Math.floor(3 * g)) as 0 | 1 | 2 };
    const [p1, p0] = [world.m1(w), world.m0(w)];
    const kind = { name: "", weight: 1, pt: 0.5, p1, p0, defier: 0 };
    return { x: features(w, noise), f: worthOf(kind, WORTH), p1, p0 };
  });
}

/** A world of numbers, learnt by logistic regression; policies of a fold are looked at on points of the population. */
export async function heldByLinear(
  world: World,
  points: ReturnType<typeof pointsOf>,
  n: number,
  seed: number,
): Promise<Held[]> {
  const sample = drawSample(world, n, seed);
  const decided = await decide(sample, { ...WORTH, budget: BUDGET, learner: "linear", folds: FOLDS, tree: 0 });
  const { fold } = assignFolds(sample, FOLDS, 1);
  const [p1, p0] = [numbersOf(decided, "p1"), numbersOf(decided, "p0")];
  const [x, z, noise, group] = sample.given;
  if (x.kind !== "numeric" || z.kind !== "numeric" || noise.kind !== "numeric" || group.kind !== "categorical")
    throw new Error("as drawn");
  const benefit = numbersOf(decided, "benefit");
  const places = Array.from({ length: FOLDS }, (_, k) => {
    const rows = Array.from({ length: n }, (_, i) => i).filter((i) => fold[i] === k);
    const seen = rows.map((i) =>
      features({ x: x.values[i], z: z.values[i], group: group.codes[i] as 0 | 1 | 2 }, noise.values[i]),
    );
    // A fold's log odds are linear in the covariates, so that least squares gives its model exactly.
    const [one, zero] = [p1, p0].map((p) =>
      regress(
        seen,
        rows.map((i) => logit(p[i])),
      ),
    );
    const dot = (beta: readonly number[], at: readonly number[]) => beta.reduce((sum, b, a) => sum + b * at[a], 0);
    if (seen.some((row, i) => Math.abs(logistic(dot(one, row)) - p1[rows[i]]) > 1e-6)) throw new Error("not linear");
    // Each fold's own threshold, where its share of the budget ends, and that of one queue, in units of benefit per cost.
    const best = rows.map((i) => benefit[i]).sort((x, y) => y - x);
    const own = Math.max(WORTH.cost, best[Math.floor(SHARE * rows.length)]);
    const common = decided.answer.threshold! * WORTH.cost;
    return points.map((point) => {
      const chances = { p1: logistic(dot(one, point.x)), p0: logistic(dot(zero, point.x)) };
      const f = worthOf({ name: "", weight: 1, pt: 0.5, defier: 0, ...chances }, WORTH).value + WORTH.cost;
      const mass = rows.length / n / points.length;
      return { mass, part: f > own ? 1 : 0, queue: f >= common ? 1 : 0, f: point.f, p0: point.p0, p1: point.p1 };
    });
  }).flat();
  const queue = places.map((place) => ({ ...place, part: place.queue }));
  return heldBy(decided, { ...truthsOf(places), "benefit in one queue": truthsOf(queue).benefit });
}
