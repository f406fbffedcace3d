import { normalStream, uniformStream } from "../../src/num/random.js";
import type { ArmStudy } from "../../src/num/study.js";
import type { Target } from "../../src/query/effect.js";
import { armStudy } from "./study.js";

/** A world in which the truth is known: who is treated and what happens depend on covariates, as the models think or not. */
export interface EffectWorld {
  readonly name: string;
  /** Is the logit (the line in each arm) right in the covariates that are shown? */
  readonly propensityRight: boolean;
  readonly outcomeRight: boolean;
  readonly draw: (rows: number, seed: number) => ArmStudy;
  /** The target's average in each arm, by quadrature over very many draws or exactly. */
  readonly truth: (target: Target) => readonly [number, number];
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

interface Law {
  /** Chance of arm 1 given (a, b). */
  readonly e: (a: number, b: number) => number;
  /** Mean of the outcome in an arm. */
  readonly m: (arm: 0 | 1, a: number, b: number) => number;
}

/** a is standard normal, b a fair coin. The truth by a fine grid over a's quantiles (midpoints). */
function truthOf({ e, m }: Law, target: Target): readonly [number, number] {
  let mass = 0;
  const sums = [0, 0];
  const cells = 8000;
  for (let i = 0; i < cells; i++) {
    // The normal density on [-8, 8] by the midpoint rule, which for smooth functions that vanish at the ends is exact to many digits.
    const a = -8 + (16 * (i + 0.5)) / cells;
    const density = Math.exp((-a * a) / 2);
    for (const b of [0, 1]) {
      const p = e(a, b);
      const h = density * { ate: 1, att: p, atc: 1 - p, overlap: p * (1 - p) }[target];
      mass += h;
      for (const arm of [0, 1] as const) sums[arm] += h * m(arm, a, b);
    }
  }
  return [sums[0] / mass, sums[1] / mass];
}

function worldOf(name: string, law: Law, right: readonly [boolean, boolean], binary: boolean): EffectWorld {
  return {
    name,
    propensityRight: right[0],
    outcomeRight: right[1],
    truth: (target) => truthOf(law, target),
    draw: (rows, seed) => {
      const uniform = uniformStream(seed, rows);
      const normal = normalStream(uniform);
      const [arm, y, a, b] = Array.from({ length: 4 }, () => new Float64Array(rows));
      for (let i = 0; i < rows; i++) {
        a[i] = normal();
        b[i] = uniform() < 0.5 ? 1 : 0;
        arm[i] = uniform() < law.e(a[i], b[i]) ? 1 : 0;
        const mean = law.m(arm[i] === 1 ? 1 : 0, a[i], b[i]);
        y[i] = binary ? (uniform() < mean ? 1 : 0) : mean + normal();
      }
      return armStudy(arm, y, { a, b }, { binary, arms: ["0", "1"] });
    },
  };
}

const line = (arm: 0 | 1, a: number, b: number) => 1 + a + 0.5 * b + arm * (1 + 0.5 * a - b);
const steep = (arm: 0 | 1, a: number, b: number) => 1 + 2 * a + 0.5 * b + arm * (1 + 0.5 * a - b);
const bent = (arm: 0 | 1, a: number, b: number) =>
  1 + 4 * Math.exp(0.8 * a) + 0.5 * b + arm * (1 + 3 * Math.exp(0.6 * a));
const straight = (a: number, b: number) => logistic(-0.3 + 0.7 * a + 0.5 * b);
const crooked = (a: number, b: number) => logistic(-1 + 0.8 * Math.min(a * a, 4) + 0.8 * a + 0.3 * b);

export const effectWorlds: readonly EffectWorld[] = [
  worldOf("numbers, both models right", { e: straight, m: line }, [true, true], false),
  worldOf("numbers, only the propensity right", { e: straight, m: bent }, [true, false], false),
  worldOf("numbers, only the outcome right", { e: crooked, m: steep }, [false, true], false),
  worldOf(
    "two values, both models right",
    { e: straight, m: (arm, a, b) => logistic(-0.5 + 0.6 * a + 0.4 * b + arm * (0.8 - 0.3 * a)) },
    [true, true],
    true,
  ),
];
