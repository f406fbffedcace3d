// Trials drawn from worlds whose shares are known in closed form, and how often the check's intervals hold them.
import { uniformStream } from "../../src/num/random.js";
import { checkSurrogate } from "../../src/paradox/surrogate.js";
import type { SurrogateCheck } from "../../src/query/surrogate.js";
import { studyOf, type TrialRows } from "../paradox/surrogate/trials.js";

/** A world: how a trial is drawn, and what is true in it. */
export interface SurrogateWorld {
  readonly name: string;
  readonly draw: (seed: number, rows: number) => TrialRows;
  /** Numbers by name; the share of each measure by its key. */
  readonly truth: Readonly<Record<string, number>>;
}

const logistic = (t: number) => 1 / (1 + Math.exp(-t));
const logit = (p: number) => Math.log(p / (1 - p));

/** As `twoValued`, with a direct effect that takes all of the effect on the outcome away. */
export function noEffect(q: readonly [number, number], alpha: number, gamma: number): SurrogateWorld {
  let [low, high] = [-4, 0];
  for (let step = 0; step < 60; step++) {
    const beta = (low + high) / 2;
    if (twoValued("", q, alpha, beta, gamma).truth["onOutcome"] > 0) high = beta;
    else low = beta;
  }
  return twoValued("two values: no effect on the outcome", q, alpha, low, gamma);
}

/** Two values throughout: P(S=1) by arm, and the log odds of Y, `alpha + beta X + gamma S`. */
function twoValued(
  name: string,
  q: readonly [number, number],
  alpha: number,
  beta: number,
  gamma: number,
): SurrogateWorld {
  const high = (x: number, s: number) => logistic(alpha + beta * x + gamma * s);
  const mean = (model: number, surrogates: number) =>
    q[surrogates] * high(model, 1) + (1 - q[surrogates]) * high(model, 0);
  const whole = mean(1, 1) - mean(0, 0);
  // Least squares weighs the levels by the variance of X in them.
  const weight = [0, 1].map((s) => {
    const [p0, p1] = q.map((own) => 0.5 * (s === 1 ? own : 1 - own));
    return (p0 * p1) / (p0 + p1);
  });
  const left = [0, 1].reduce((sum, s) => sum + weight[s] * (high(1, s) - high(0, s)), 0) / (weight[0] + weight[1]);
  const slopes = [0, 1].map((x) => high(x, 1) - high(x, 0));
  return {
    name,
    truth: {
      onSurrogate: q[1] - q[0],
      onOutcome: whole,
      left,
      freedman: 1 - beta / (logit(mean(1, 1)) - logit(mean(0, 0))),
      "freedman-difference": 1 - left / whole,
      "wang-taylor": (mean(0, 1) - mean(0, 0)) / whole,
      "wang-taylor-treated": (mean(1, 1) - mean(1, 0)) / whole,
      implied: whole - (q[1] - q[0]) * 0.5 * (slopes[0] + slopes[1]),
    },
    draw(seed, rows) {
      const u = uniformStream(seed, 11);
      const count = new Array<number>(8).fill(0);
      for (let i = 0; i < rows; i++) {
        const x = u() < 0.5 ? 1 : 0;
        const s = u() < q[x] ? 1 : 0;
        const y = u() < high(x, s) ? 1 : 0;
        count[4 * x + 2 * s + y]++;
      }
      const cells = [...count.keys()].filter((k) => count[k] > 0);
      return {
        x: cells.map((k) => k >> 2),
        s: cells.map((k) => (k >> 1) & 1),
        y: cells.map((k) => k & 1),
        count: cells.map((k) => count[k]),
      };
    },
  };
}

/** Numbers throughout, and a covariate that moves arm, surrogate and outcome. */
function numeric(name: string, beta: number, gamma: number, a: number): SurrogateWorld {
  const whole = beta + gamma * a;
  const share = (gamma * a) / whole;
  return {
    name,
    truth: {
      onSurrogate: a,
      onOutcome: whole,
      left: beta,
      freedman: share,
      "wang-taylor": share,
      "wang-taylor-treated": share,
      implied: beta,
    },
    draw(seed, rows) {
      const u = uniformStream(seed, 12);
      const noise = () => (u() + u() + u() + u() - 2) * Math.sqrt(3);
      const [x, s, y, z]: number[][] = [[], [], [], []];
      for (let i = 0; i < rows; i++) {
        z.push(noise());
        x.push(u() < logistic(0.5 * z[i]) ? 1 : 0);
        s.push(a * x[i] + 0.6 * z[i] + noise());
        y.push(beta * x[i] + gamma * s[i] + 0.8 * z[i] + noise());
      }
      return { x, s, y, given: [{ kind: "numeric", name: "z", values: Float64Array.from(z) }], numericOutcome: true };
    },
  };
}

export const surrogateWorlds: readonly SurrogateWorld[] = [
  twoValued("two values: half is explained", [0.3, 0.6], -0.8, 0.35, 1.2),
  twoValued("two values: all is explained", [0.25, 0.7], -0.8, 0, 1.4),
  twoValued("two values: the paradox", [0.3, 0.6], -0.4, -1, 1.2),
  twoValued("two values: rare outcome", [0.3, 0.6], -2.6, 0.5, 1.2),
  numeric("numbers and a covariate", 0.3, 0.6, 0.7),
];

/** What the check tells of each number: the interval, and for shares Fieller's set too. */
function toldOf(
  check: SurrogateCheck,
  key: string,
): { interval?: readonly [number, number] | undefined; holds: (truth: number) => boolean } {
  const { effects, explained, covariance } = check;
  const plain = {
    onSurrogate: effects.onSurrogate,
    onOutcome: effects.onOutcome,
    left: effects.left,
    implied: covariance.implied,
  };
  const share = explained.find(({ measure }) => measure === key);
  const interval = share ? share.interval : plain[key as keyof typeof plain].interval;
  const within = (range: readonly [number, number], t: number) => range[0] <= t && t <= range[1];
  return {
    interval,
    holds: (truth) => {
      const fieller = share?.fieller;
      if (fieller === undefined) return interval !== undefined && within(interval, truth);
      if (fieller.ends === null) return true;
      return within(fieller.ends, truth) !== (fieller.kind === "outside");
    },
  };
}

export interface Coverage {
  readonly key: string;
  readonly truth: number;
  readonly delta: number;
  readonly fieller: number;
}

/** How often the delta method's interval and Fieller's set hold the truth, of `runs` trials. */
export function surrogateCoverage(
  world: SurrogateWorld,
  rows: number,
  runs: number,
): { readonly coverage: readonly Coverage[]; readonly findings: Readonly<Record<string, number>> } {
  const held = new Map<string, [number, number]>(Object.keys(world.truth).map((key) => [key, [0, 0]]));
  const findings: Record<string, number> = {};
  for (let run = 0; run < runs; run++) {
    const check = checkSurrogate(studyOf(world.draw(1000 + run, rows)));
    for (const { kind } of check.findings) findings[kind] = (findings[kind] ?? 0) + 1;
    for (const [key, truth] of Object.entries(world.truth)) {
      const { interval, holds } = toldOf(check, key);
      const counts = held.get(key)!;
      if (interval !== undefined && interval[0] <= truth && truth <= interval[1]) counts[0]++;
      if (holds(truth)) counts[1]++;
    }
  }
  const coverage = [...held].map(([key, [delta, fieller]]) => ({
    key,
    truth: world.truth[key],
    delta: delta / runs,
    fieller: fieller / runs,
  }));
  return { coverage, findings };
}
