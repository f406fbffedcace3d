import type {
  BoundedAnswer,
  ComparisonAnswer,
  DialPoint,
  ModelAnswer,
  UnitSteps,
} from "../../../src/query/model-answer.ts";
import { answerOf } from "../builders.ts";

type Extra = Partial<ModelAnswer>;

/** A model's answer with everything that must be there. */
function modelAnswerOf(query: string, value: number | null, extra: Extra = {}): ModelAnswer {
  return {
    ...answerOf(value),
    query,
    method: "variable elimination, exact",
    provenance: { engine: "discoscm 0.1.0", model: "Subsidy and retention" },
    assumptions: [{ id: "model", text: "The model is taken as true." }],
    ...extra,
  };
}

/** THEORY 9, G2: the three kinds of users. */
const KINDS = [
  { unit: "Loyal", prior: 0.2, pt: 0.6, p1: 0.9, p0: 0.85 },
  { unit: "Sensitive", prior: 0.3, pt: 0.5, p1: 0.7, p0: 0.2 },
  { unit: "Drifter", prior: 0.5, pt: 0.2, p1: 0.2, p0: 0.1 },
] as const;

/** The posterior given (1, 1): 108/233, 105/233, 20/233. */
function given11(value: (kind: (typeof KINDS)[number]) => number | null): readonly UnitSteps[] {
  return KINDS.map((kind) => ({
    unit: kind.unit,
    prior: kind.prior,
    likelihood: kind.pt * kind.p1,
    posterior: (kind.prior * kind.pt * kind.p1) / 0.233,
    value: value(kind),
  }));
}

/** Posterior, and the three steps made of it. */
function stepsOf(posterior: readonly UnitSteps[], value: number): Pick<ModelAnswer, "posterior" | "steps"> {
  return {
    posterior,
    steps: {
      abduction: posterior,
      valuation: posterior.map(({ unit, value: own = null }) => ({ unit, value: own })),
      reduction: {
        terms: posterior.flatMap(({ unit, posterior: weight, value: own = null }) =>
          own === null ? [] : [{ unit, weight, value: own }],
        ),
        value,
      },
    },
  };
}

/** 574/1165 = .4927: the main fixture. */
export const cross = modelAnswerOf("P(retained[subsidy=0]=1 | subsidy=1, retained=1)", 574 / 1165, {
  coupling: 0,
  diagnostics: { evidence: 0.233 },
  ...stepsOf(
    given11(({ p0 }) => p0),
    574 / 1165,
  ),
});

const part = (value: number | null, extra: Partial<BoundedAnswer> = {}): BoundedAnswer => answerOf(value, extra);

export const shares = modelAnswerOf("SHARES(subsidy=1, retained=1)", null, {
  coupling: 0,
  total: 1,
  shares: {
    anyway: part(574 / 1165, { bounds: [90 / 233, 142 / 233] }),
    policy: part(599 / 2330),
    chance: part(583 / 2330),
  },
  recurrence: part(1747 / 2330),
  fourWay: {
    base: part(7 / 25),
    policy: part(10883 / 46600),
    individual: part(11009 / 46600),
    chance: part(583 / 2330),
  },
  comonotone: { caused: part(91 / 233), anyway: part(142 / 233) },
  posterior: given11(() => null),
});

/** G1: would the student who passed pass again? */
export const exam = modelAnswerOf("SHARES(passed=1)", null, {
  coupling: 0,
  total: 1,
  shares: { base: part(27 / 100), individual: part(7 / 12 - 27 / 100), chance: part(5 / 12) },
  recurrence: part(7 / 12),
});

/** G6: a score of 700 is 500, 160 of ability and 40 of luck. */
export const score = modelAnswerOf("SHARES(score=700)", null, {
  coupling: 0,
  method: "linear-Gaussian, exact",
  total: 700,
  shares: { base: part(500), individual: part(160), chance: part(40) },
  recurrence: part(660),
});

export const needed = modelAnswerOf("PN(subsidy -> retained)", 591 / 1165, {
  coupling: 0,
  bounds: [91 / 233, 228 / 233],
  stratified: [91 / 233, 143 / 233],
  posterior: given11(({ p0 }) => 1 - p0),
});

export const types = modelAnswerOf("TYPES(subsidy -> retained)", null, {
  coupling: 0,
  types: {
    complier: part(57 / 200, { bounds: [0.21, 0.485] }),
    always: part(41 / 200, { bounds: [0.005, 0.28] }),
    never: part(87 / 200),
    defier: part(3 / 40),
  },
});

const varianceParts = (treatment: number, individual: number, chance: number) => ({
  treatment: part(treatment),
  individual: part(individual),
  chance: part(chance),
});

export const variance = modelAnswerOf("VARIANCE(subsidy -> retained)", null, {
  coupling: 0,
  variance: {
    observed: varianceParts(10182481 / 60439981, 16976000 / 60439981, 128500 / 233359),
    randomised: {
      ...varianceParts(21 / 451, 3440 / 9471, 5590 / 9471),
      rate: 0.5,
      main: part(3076 / 9471),
      interaction: part(52 / 1353),
    },
  },
});

export const sampled = modelAnswerOf("E[score[] | score>650]", 641.337, {
  coupling: 0,
  method: "likelihood weighting",
  interval: [640.81, 641.864],
  level: 0.95,
  diagnostics: { evidence: 0.0668, draws: 1_000_000, effectiveSize: 66_812.3, standardError: 0.2689 },
  warnings: [{ id: "few", text: "Only 7 % of the draws agree with the evidence; more draws would help." }],
});

const seeing = modelAnswerOf("P(retained=1 | subsidy=1)", 233 / 370, {
  layer: 1,
  diagnostics: { evidence: 0.37 },
});

/** An answer that has no number. */
export const unknown = modelAnswerOf("E[retained]", null, { identified: false, reason: "nothing is known" });

/** A hundred and more kinds of individuals. */
export const crowd = modelAnswerOf("P(passed[]=1 | passed=1)", 2 / 3, {
  coupling: 0,
  ...stepsOf(
    Array.from({ length: 200 }, (_, i) => {
      const p = (i + 0.5) / 200;
      return { unit: `kind ${i}`, prior: 1 / 200, likelihood: p, posterior: p / 100, value: p };
    }),
    2 / 3,
  ),
});

const BAD = "\u001b[31m<script>alert(1)</script>\u202e\u0000";

/** Names as an enemy would choose them. */
export const hostile = modelAnswerOf(cross.query, 0.5, {
  coupling: 0,
  method: BAD,
  warnings: [{ id: "w", text: BAD }],
  assumptions: [{ id: "a", text: `</script>${BAD}` }],
  provenance: { [BAD]: BAD },
  ...stepsOf(
    [
      { unit: `${BAD}${"x".repeat(300)}`, prior: 0.5, likelihood: 1e-30, posterior: 0.5, value: 0.25 },
      { unit: "个体 一", prior: 0.5, likelihood: 1e-30, posterior: 0.5, value: 0.75 },
      { unit: "impossible", prior: 0, likelihood: 0, posterior: 0, value: null },
    ],
    0.5,
  ),
});

function dialOf(points: number, parts: (coupling: number) => Record<string, number | null>): readonly DialPoint[] {
  return Array.from({ length: points }, (_, i) => {
    const coupling = i / (points - 1);
    return { coupling, parts: parts(coupling) };
  });
}

const at = (answer: ModelAnswer, value: number, values: readonly number[]): ModelAnswer => ({
  ...answer,
  value,
  ...stepsOf(
    answer.posterior!.map((one, i) => ({ ...one, value: values[i] })),
    value,
  ),
});

/** Same-arm recurrence: PC = lambda + (1 - lambda) 1747/2330 (THEORY 1.7). */
const again = { ...cross, query: "P(retained[subsidy=1]=1 | subsidy=1, retained=1)" };
export const recurrence: ComparisonAnswer = {
  query: again.query,
  layer: 3,
  scm: { ...at(again, 1, [1, 1, 1]), coupling: 1 },
  potentialOutcomes: at(again, 1, [1, 1, 1]),
  disco: at(again, 1747 / 2330, [0.9, 0.7, 0.2]),
  dial: dialOf(11, (l) => ({ value: l + ((1 - l) * 1747) / 2330 })),
  agree: false,
  why: "The SCM and potential outcomes agree: what happened would happen again under the same arm (consistency). DiscoSCM asks about a fresh occasion of the same individual, which need not repeat it (THEORY 2.5, 2.8).",
  provenance: { engine: "discoscm 0.1.0", model: "Subsidy and retention" },
};

const split = (anyway: number, policy: number, chance: number): ModelAnswer => ({
  ...shares,
  shares: { anyway: part(anyway), policy: part(policy), chance: part(chance) },
  recurrence: part(1 - chance),
});

/** The comonotone ends: 142/233 anyway, 91/233 because of, nothing by chance. */
export const sharesCompared: ComparisonAnswer = {
  ...recurrence,
  query: shares.query,
  scm: split(142 / 233, 91 / 233, 0),
  potentialOutcomes: split(574 / 1165, 591 / 1165, 0),
  disco: shares,
  dial: dialOf(11, (l) => ({
    anyway: (l * 142) / 233 + ((1 - l) * 574) / 1165,
    policy: (l * 91) / 233 + ((1 - l) * 599) / 2330,
    chance: ((1 - l) * 583) / 2330,
  })),
  why: "The SCM keeps the noise of the occasion.",
};

/** All agree, and potential outcomes are not there: a continuous model. */
const agreeing: ComparisonAnswer = {
  query: "E[score[] | score=700]",
  layer: 3,
  scm: modelAnswerOf("E[score[] | score=700]", 700),
  disco: modelAnswerOf("E[score[] | score=700]", 660),
  dial: dialOf(11, (l) => ({ value: 660 + 40 * l })),
  agree: false,
  why: "The SCM keeps the day’s luck.",
  provenance: {},
};

export const flat: ComparisonAnswer = {
  ...agreeing,
  query: seeing.query,
  layer: 1,
  scm: seeing,
  potentialOutcomes: seeing,
  disco: seeing,
  dial: dialOf(11, () => ({ value: 233 / 370 })),
  agree: true,
  why: "Layer 1 is about one world.",
};

export const hostileCompared: ComparisonAnswer = {
  ...recurrence,
  scm: { ...hostile, posterior: hostile.posterior! },
  potentialOutcomes: hostile,
  disco: hostile,
  why: BAD,
  provenance: { [BAD]: BAD },
};

export const answers = {
  cross,
  shares,
  exam,
  score,
  needed,
  types,
  variance,
  sampled,
  seeing,
  unknown,
  crowd,
  hostile,
};
export const comparisons = { recurrence, sharesCompared, agreeing, flat, hostileCompared };
