import type { Column } from "../../src/num/columns.js";
import type { Frame } from "../../src/num/frame.js";
import { normalStream, type Uniform, uniformStream } from "../../src/num/random.js";

/** A world in which x and y are independent given the z where `link` is 0, and depend on each other otherwise. */
export interface IndependenceWorld {
  readonly name: string;
  readonly kind: "discrete" | "Gaussian" | "mixed" | "nonlinear";
  readonly given: readonly string[];
  /** Rows of x, y and the z, each by name. */
  readonly draw: (rows: number, link: number, uniform: Uniform) => Record<string, number[] | string[]>;
  /** The link of the alternative. */
  readonly link: number;
  /** The means given z are beyond what so many rows can teach: false alarms are expected, and told. */
  readonly hard?: true;
}

/** The rows of a world, the same for the same seed. */
export function drawFrame(world: IndependenceWorld, rows: number, link: number, seed: number): Frame {
  return frameOf(world.draw(rows, link, uniformStream(seed, rows)));
}

/** Columns of numbers and of texts as a frame. */
export function frameOf(values: Readonly<Record<string, readonly number[] | readonly string[]>>): Frame {
  const columns = Object.entries(values).map(([name, column]): Column => {
    if (typeof column[0] === "number") {
      return { kind: "numeric", name, values: Float64Array.from(column as readonly number[]) };
    }
    const texts = column as readonly string[];
    const levels = [...new Set(texts)].sort();
    return { kind: "categorical", name, levels, codes: Int32Array.from(texts, (text) => levels.indexOf(text)) };
  });
  const rows = Object.values(values)[0].length;
  return { rows, columns, data: { source: "drawn", read: rows, used: rows, missing: {}, notes: [] } };
}

type Row = Record<string, number | string>;

/** A world given by how one row is drawn. */
function byRow(
  one: (link: number, uniform: Uniform, normal: () => number) => Row,
): (rows: number, link: number, uniform: Uniform) => Record<string, number[] | string[]> {
  return (rows, link, uniform) => {
    const normal = normalStream(uniform);
    const drawn = Array.from({ length: rows }, () => one(link, uniform, normal));
    return Object.fromEntries(
      Object.keys(drawn[0]).map((name) => [name, drawn.map((row) => row[name]) as number[] | string[]]),
    );
  };
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const coin = (uniform: Uniform, p: number): number => (uniform() < p ? 1 : 0);
/** One of several with weights exp(score). */
const choose = (uniform: Uniform, scores: readonly number[]): number => {
  const weights = scores.map(Math.exp);
  let u = uniform() * weights.reduce((a, b) => a + b, 0);
  for (let k = 0; k < weights.length - 1; k++) {
    u -= weights[k];
    if (u < 0) return k;
  }
  return weights.length - 1;
};

export const independenceWorlds: readonly IndependenceWorld[] = [
  {
    name: "two values each, one given of three",
    kind: "discrete",
    given: ["z"],
    link: 0.5,
    draw: byRow((link, u) => {
      const z = choose(u, [0, 0.3, -0.3]);
      const x = coin(u, [0.2, 0.5, 0.8][z]);
      return { x, y: coin(u, logistic([-1, 0, 1][z] + link * (2 * x - 1))), z: `level ${z}` };
    }),
  },
  {
    name: "labels of three and four, 9 strata",
    kind: "discrete",
    given: ["z1", "z2"],
    link: 0.6,
    draw: byRow((link, u) => {
      const [z1, z2] = [choose(u, [0, 0, 0]), choose(u, [0.5, 0, -0.5])];
      const x = choose(u, [0, 0.5 * z1, -0.3 * z2]);
      const y = choose(u, [0, 0.4 * z2 + (x === 1 ? link : 0), -0.3 * z1, x === 2 ? link : 0]);
      return { x: "abc"[x], y: "defg"[y], z1, z2: `k${z2}` };
    }),
  },
  {
    name: "two values each, 32 strata",
    kind: "discrete",
    given: ["z1", "z2", "z3", "z4", "z5"],
    link: 0.5,
    draw: byRow((link, u) => {
      const z = Array.from({ length: 5 }, () => coin(u, 0.4));
      const sum = z.reduce((a, b) => a + b, 0) - 2;
      const x = coin(u, logistic(0.7 * sum));
      const y = coin(u, logistic(-0.5 * sum + link * (2 * x - 1)));
      return { x, y, ...Object.fromEntries(z.map((v, i) => [`z${i + 1}`, v])) };
    }),
  },
  {
    name: "two values each, 512 strata",
    kind: "discrete",
    given: ["z1", "z2", "z3", "z4", "z5", "z6", "z7", "z8", "z9"],
    link: 0.4,
    draw: byRow((link, u) => {
      const z = Array.from({ length: 9 }, () => coin(u, 0.4));
      const sum = z.reduce((a, b) => a + b, 0) - 3.6;
      const x = coin(u, logistic(0.5 * sum));
      const y = coin(u, logistic(-0.5 * sum + link * (2 * x - 1)));
      return { x, y, ...Object.fromEntries(z.map((v, i) => [`z${i + 1}`, v])) };
    }),
  },
  {
    name: "rare events, one given of two",
    kind: "discrete",
    given: ["z"],
    link: 0.7,
    draw: byRow((link, u) => {
      const z = coin(u, 0.5);
      const x = coin(u, [0.02, 0.06][z]);
      return { x, y: coin(u, logistic(-3 + z + 2 * link * x)), z };
    }),
  },
  {
    name: "nothing given",
    kind: "Gaussian",
    given: [],
    link: 0.15,
    draw: byRow((link, _, g) => {
      const x = g();
      return { x, y: link * x + g() };
    }),
  },
  {
    name: "one given",
    kind: "Gaussian",
    given: ["z"],
    link: 0.15,
    draw: byRow((link, _, g) => {
      const z = g();
      const x = z + g();
      return { x, y: z + link * x + g(), z };
    }),
  },
  {
    name: "eight given",
    kind: "Gaussian",
    given: ["z1", "z2", "z3", "z4", "z5", "z6", "z7", "z8"],
    link: 0.15,
    draw: byRow((link, _, g) => {
      const z = Array.from({ length: 8 }, g);
      const sum = z.reduce((a, b) => a + b, 0) / 2;
      const x = sum + g();
      return { x, y: sum + link * x + g(), ...Object.fromEntries(z.map((v, i) => [`z${i + 1}`, v])) };
    }),
  },
  {
    name: "a coin and a number, a number given",
    kind: "mixed",
    given: ["z"],
    link: 0.3,
    draw: byRow((link, u, g) => {
      const z = g();
      const x = coin(u, logistic(1.5 * z));
      return { x, y: z + link * x + g(), z };
    }),
  },
  {
    name: "a label and a coin, a number and a label given",
    kind: "mixed",
    given: ["z1", "z2"],
    link: 0.4,
    draw: byRow((link, u, g) => {
      const z1 = g();
      const z2 = choose(u, [0, 0.4, 0.8]);
      const x = choose(u, [0, z1, 0.5 * z2 - z1]);
      const y = coin(u, logistic(z1 + 0.5 * z2 - 0.8 + (x === 1 ? 2 * link : 0)));
      return { x: "abc"[x], y, z1, z2: `k${z2}` };
    }),
  },
  {
    name: "two numbers, a label of four given",
    kind: "mixed",
    given: ["z"],
    link: 0.15,
    draw: byRow((link, u, g) => {
      const z = choose(u, [0, 0.5, 1, 0]);
      const x = 2 * Math.sin(2 * z) + g();
      return { x, y: 2 * Math.cos(z) + link * x + g(), z: `k${z}` };
    }),
  },
  {
    name: "both follow a wave",
    kind: "nonlinear",
    given: ["z"],
    link: 0.15,
    draw: byRow((link, _, g) => {
      const z = g();
      const x = Math.sin(2 * z) + g();
      return { x, y: Math.sin(2 * z) + link * x + g(), z };
    }),
  },
  {
    name: "both follow a step",
    kind: "nonlinear",
    given: ["z1", "z2"],
    link: 0.15,
    draw: byRow((link, _, g) => {
      const [z1, z2] = [g(), g()];
      const step = z1 > 0.3 ? 1.5 : 0;
      const x = step + 0.5 * z2 + g();
      return { x, y: step + link * x + g(), z1, z2 };
    }),
  },
  {
    name: "both follow a product",
    kind: "nonlinear",
    given: ["z1", "z2"],
    link: 0.15,
    draw: byRow((link, _, g) => {
      const [z1, z2] = [g(), g()];
      const x = z1 * z2 + g();
      return { x, y: z1 * z2 + link * x + g(), z1, z2 };
    }),
  },
  {
    name: "both follow a threshold of three",
    kind: "nonlinear",
    hard: true,
    given: ["z1", "z2", "z3"],
    link: 0.15,
    draw: byRow((link, _, g) => {
      const z = [g(), g(), g()];
      const all = z.every((v) => v > -0.4) ? 1.5 : 0;
      const x = all + g();
      return { x, y: all + link * x + g(), ...Object.fromEntries(z.map((v, i) => [`z${i + 1}`, v])) };
    }),
  },
  {
    name: "a shared spread, no shared mean",
    kind: "nonlinear",
    given: ["z"],
    link: 0.2,
    draw: byRow((link, _, g) => {
      const z = g();
      const x = Math.exp(0.7 * z) * g();
      return { x, y: link * x + Math.exp(0.7 * z) * g(), z };
    }),
  },
  {
    name: "heavy tails",
    kind: "nonlinear",
    given: ["z"],
    link: 0.2,
    draw: byRow((link, _, g) => {
      const tail = () => g() / Math.sqrt((g() ** 2 + g() ** 2) / 2);
      const z = tail();
      const x = z + tail();
      return { x, y: z + link * x + tail(), z };
    }),
  },
  {
    name: "y follows the square of x",
    kind: "nonlinear",
    given: ["z"],
    link: 0.2,
    draw: byRow((link, _, g) => {
      const z = g();
      const x = 0.5 * z + g();
      return { x, y: z + link * x * x + g(), z };
    }),
  },
];
