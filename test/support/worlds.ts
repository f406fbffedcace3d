import type { Column } from "../../src/num/columns.js";
import { uniformStream } from "../../src/num/random.js";
import type { Sample } from "../../src/num/sample.js";

/** A world with known laws: propensity in [.1, .9], success probabilities of each arm, three numeric covariates and a label. */
export interface World {
  readonly name: string;
  readonly m0: (w: Covariates) => number;
  readonly m1: (w: Covariates) => number;
}

/** x and z uniform on (-1, 1), `group` one of three; a further covariate is pure noise. */
export interface Covariates {
  readonly x: number;
  readonly z: number;
  readonly group: 0 | 1 | 2;
}

const logistic = (eta: number) => 1 / (1 + Math.exp(-eta));

/** Corners of the square reach logit(.9) = 2.197. */
const propensity = ({ x, z }: Covariates) => logistic(Math.log(9) * (0.6 * x + 0.4 * z));

const base = ({ x, z, group }: Covariates) => 1.1 * x - 0.7 * z + 0.5 * (group - 1);

export const worlds: readonly World[] = [
  { name: "constant", m0: (w) => logistic(base(w) - 0.3), m1: (w) => logistic(base(w) + 0.6) },
  {
    name: "heterogeneous",
    m0: (w) => logistic(base(w) - 0.3),
    m1: (w) => logistic(0.2 - 0.4 * w.x + 1.3 * w.z + 0.3 * (w.group === 1 ? 1 : 0)),
  },
  { name: "null", m0: (w) => logistic(base(w)), m1: (w) => logistic(base(w)) },
];

/** A world that no additive model fits: a threshold, an interaction and a bump. */
export const bent: World = {
  name: "bent",
  m0: ({ x, z, group }) => logistic((x > 0 ? 0.8 : -0.8) + 1.2 * x * z - (group === 2 ? 0.5 : 0)),
  m1: ({ x, z, group }) =>
    logistic((x > 0 ? 1.2 : -0.4) - 1.2 * x * z + (Math.abs(z) < 0.5 ? 0.6 : -0.4) - (group === 2 ? 0.5 : 0)),
};

/** n independent individuals of a world, each seen once. */
export function drawSample(world: World, n: number, seed: number): Sample {
  const uniform = uniformStream(seed);
  const [x, z, noise] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  const codes = new Int32Array(n);
  const t = new Uint8Array(n);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    x[i] = 2 * uniform() - 1;
    z[i] = 2 * uniform() - 1;
    noise[i] = uniform();
    codes[i] = Math.floor(3 * uniform());
    const w = { x: x[i], z: z[i], group: codes[i] as 0 | 1 | 2 };
    t[i] = uniform() < propensity(w) ? 1 : 0;
    y[i] = uniform() < (t[i] === 1 ? world.m1(w) : world.m0(w)) ? 1 : 0;
  }
  const given: Column[] = [
    { kind: "numeric", name: "x", values: x },
    { kind: "numeric", name: "z", values: z },
    { kind: "numeric", name: "noise", values: noise },
    { kind: "categorical", name: "group", codes, levels: ["a", "b", "c"] },
  ];
  return {
    rows: n,
    treatment: { name: "T", values: t, labels: { yes: 1, no: 0 } },
    outcome: { kind: "binary", name: "Y", values: y, labels: { yes: 1, no: 0 } },
    given,
    data: { source: world.name, read: n, used: n, missing: {}, notes: [] },
  };
}

/** The true shares of each event, by event key "11", "10", "01", "00"; and the population's PNS and ATE. */
export interface Truth {
  readonly events: Readonly<Record<string, { anyway: number; policy: number; chance: number; recurrence: number }>>;
  readonly pns: number;
  readonly ate: number;
}

/** The truth by quadrature: midpoint rule on a 300 x 300 grid and the three groups. */
export function truthOf(world: World): Truth {
  const steps = 300;
  const sums: Record<string, { b: number; a: number; c: number }> = {};
  let pns = 0;
  let ate = 0;
  for (let i = 0; i < steps; i++) {
    for (let j = 0; j < steps; j++) {
      for (const group of [0, 1, 2] as const) {
        const w = { x: (2 * i + 1) / steps - 1, z: (2 * j + 1) / steps - 1, group };
        const p = 1 / (3 * steps * steps);
        const [e, m1, m0] = [propensity(w), world.m1(w), world.m0(w)];
        pns += p * m1 * (1 - m0);
        ate += p * (m1 - m0);
        for (const t of [1, 0]) {
          for (const y of [1, 0]) {
            const own = t === 1 ? m1 : m0;
            const other = t === 1 ? m0 : m1;
            const q = y === 1 ? own : 1 - own;
            const r = y === 1 ? other : 1 - other;
            const arm = t === 1 ? e : 1 - e;
            sums[`${t}${y}`] ??= { b: 0, a: 0, c: 0 };
            const sum = sums[`${t}${y}`];
            sum.b += p * arm * q;
            sum.a += p * arm * q * q;
            sum.c += p * arm * q * r;
          }
        }
      }
    }
  }
  const events = Object.fromEntries(
    Object.entries(sums).map(([event, { a, b, c }]) => [
      event,
      { anyway: c / b, policy: (a - c) / b, chance: 1 - a / b, recurrence: a / b },
    ]),
  );
  return { events, pns, ate };
}
