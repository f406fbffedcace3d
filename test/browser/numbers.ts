// Numbers that must come out with the same bits wherever JavaScript runs: exact, Gaussian and sampled answers, laws and fusion.

import {
  bernoulli,
  beta,
  cauchy,
  cdf,
  entropy,
  fuse,
  gamma,
  kl,
  type Law,
  logDensity,
  normal,
  quantile,
  regularisedOptimum,
  sample,
  softmax,
  uniformStream,
} from "../../src/law/index.js";
import { ask } from "../../src/model/ask.js";
import { readModel } from "../../src/model/file/read.js";
import type { Answer } from "../../src/query/answer.js";

type Models = Readonly<Record<string, string>>;

const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  exam: ["PC(passed=1)", "Var[p]", "P(passed[]=1 | passed=1, passed[#2]=1)"],
  subsidy: [
    "P(retained[subsidy=0]=1 | subsidy=1, retained=1)",
    "SHARES(subsidy=1, retained=1)",
    "PN(subsidy -> retained)",
    "TYPES(subsidy -> retained)",
    "VARIANCE(subsidy -> retained)",
  ],
  layers: ["P(Y[X=0]=1 | X=1, Y=1)", "E[Y[X=1, Z=Z[X=0]]]"],
  surrogate: ["ATE(X -> Y)", "P(Y=1 | S=1)"],
  score: ["E[score[] | score=700]", "SD[score[] | score=700]", "P(score[]>600 | score>600)", "SHARES(score=700)"],
};

const SAMPLED: Readonly<Record<string, readonly string[]>> = {
  subsidy: ["P(retained[subsidy=0]=1 | subsidy=1, retained=1)"],
  score: ["E[score[] | score=700]", "P(score[]>600 | score>600)"],
};

/** Every number in an answer, as text that keeps all bits. */
function bitsOf(value: unknown, into: string[]): void {
  if (typeof value === "number") into.push(bits(value));
  else if (typeof value === "object" && value !== null) for (const part of Object.values(value)) bitsOf(part, into);
}

function bits(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16);
}

/** All numbers of all answers, by question. */
export function numbersOf(models: Models): Readonly<Record<string, readonly string[]>> {
  const out: Record<string, readonly string[]> = {};
  const note = (name: string, answer: Answer | object) => {
    const into: string[] = [];
    bitsOf(answer, into);
    out[name] = into;
  };
  for (const [name, text] of Object.entries(models)) {
    const model = readModel(text, { name });
    for (const coupling of [0, 0.25, 1]) {
      for (const question of QUESTIONS[name] ?? []) note(`${question} ${coupling}`, ask(model, question, { coupling }));
      for (const question of SAMPLED[name] ?? []) {
        note(`sampled ${question} ${coupling}`, ask(model, question, { coupling, method: "sampled", draws: 20_000 }));
      }
    }
  }
  laws(note);
  return out;
}

function laws(note: (name: string, numbers: object) => void): void {
  const some: readonly Law[] = [normal(1, 2), beta(2, 3), gamma(2.5, 1.5), cauchy(0, 1), bernoulli(0.3)];
  for (const law of some) {
    const uniform = uniformStream(5, 1);
    const draws = Array.from({ length: 20 }, () => Number(sample(law, uniform)));
    const places = [0.05, 0.3, 0.8, 0.99].map((p) => Number(quantile(law, p)));
    const shapes = places.flatMap((x) => [logDensity(law as never, x as never), cdf(law as never, x as never)]);
    note(`${law.kind} draws, quantiles, densities`, { draws, places, shapes, entropy: entropy(law) });
  }
  note("divergences", [kl(cauchy(0, 1), cauchy(1, 2)), kl(beta(2, 3), beta(1, 4)), kl(gamma(2, 1), gamma(3, 2))]);
  note("fusion", [
    fuse(normal(0, 2), normal(3, 1)),
    fuse(cauchy(0, 1), cauchy(1, 2)),
    fuse(bernoulli(0.8), bernoulli(0.7)),
  ]);
  const reference = softmax(["a", "b", "c"], [0, 1, 2]);
  note(
    "optimum",
    regularisedOptimum(reference, (x) => (x === "a" ? 1 : 0), { temperature: 0.5 }),
  );
}
