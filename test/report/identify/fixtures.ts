import type { GivenGraph, Identification, Step } from "../../../src/query/identification.ts";
import { dataOf, formulaOf, graphOf, identificationOf, law, quotient, sum } from "./builders.ts";
import { hostileAnswer } from "./hostile.ts";

/** J. Pearl, Causality, section 3.3.3: smoking, tar and cancer, with the numbers of his table. */
export const frontDoor = identificationOf(
  "P(cancer=1 | do(smoking=1))",
  graphOf("smoking -> tar -> cancer; smoking <-> cancer"),
  {
    identified: true,
    method: "front-door",
    estimand: formulaOf(
      sum("tar", law("tar", "smoking=1"), sum("smoking", law("cancer=1", "smoking, tar"), law("smoking"))),
      ["P(tar | smoking)", "P(cancer | smoking, tar)", "P(smoking)"],
    ),
    strategy: { kind: "front-door", treatment: ["smoking"], outcome: ["cancer"], mediators: ["tar"] },
    derivation: [
      {
        rule: "rule 2 of the do-calculus",
        text: "Nothing leads from smoking to tar but its effect: seeing smoking tells what doing it would.",
        formula: "P(tar | do(smoking)) = P(tar | smoking)",
      },
      {
        rule: "back-door criterion",
        text: "smoking closes every back-door path from tar to cancer.",
        formula: "P(cancer | do(tar)) = Σ_smoking P(cancer | smoking, tar) P(smoking)",
      },
      {
        rule: "front-door criterion",
        text: "All that smoking does to cancer it does through tar, so the two are put together.",
        formula: "Σ_tar P(tar | smoking) Σ_smoking' P(cancer | smoking', tar) P(smoking')",
      },
    ],
    ways: {
      treatment: ["smoking"],
      outcome: ["cancer"],
      adjustment: { sets: [], ended: "complete" },
      frontDoor: ["tar"],
      instruments: [],
    },
    value: 0.4525,
    interval: [0.4139, 0.4911],
    level: 0.95,
    data: dataOf("smoking.csv", 800),
    warnings: [{ id: "few", text: "Only 20 rows have smoking = 1 and tar = 0; a mean among them is uncertain." }],
  },
);

/** Kidney stones: Charig et al., BMJ 292, 1986; P(small) = 357/700. */
const small = 357 / 700;
const open = (81 / 87) * small + (192 / 263) * (1 - small);
const keyhole = (234 / 270) * small + (55 / 80) * (1 - small);
const near = (value: number, by: number): readonly [number, number] => [value - by, value + by];

export const backDoor = identificationOf(
  "P(recovered | do(surgery))",
  graphOf("stone -> surgery; stone -> recovered; surgery -> recovered; age -> stone; age -> recovered"),
  {
    identified: true,
    method: "adjustment",
    estimand: formulaOf(sum("stone", law("recovered", "surgery, stone"), law("stone")), [
      "P(recovered | surgery, stone)",
      "P(stone)",
    ]),
    strategy: { kind: "adjustment", treatment: ["surgery"], outcome: ["recovered"], given: ["stone"] },
    derivation: [
      {
        rule: "back-door criterion",
        text: "stone closes every back-door path from surgery to recovered, and surgery does not change it.",
        formula: "Σ_stone P(recovered | surgery, stone) P(stone)",
      },
    ],
    ways: {
      treatment: ["surgery"],
      outcome: ["recovered"],
      adjustment: { sets: [["stone"]], ended: "complete" },
      efficient: ["stone", "age"],
      instruments: [],
    },
    level: 0.95,
    values: [
      { at: { surgery: "open", recovered: 1 }, value: open, interval: near(open, 0.0412) },
      { at: { surgery: "open", recovered: 0 }, value: 1 - open, interval: near(1 - open, 0.0412) },
      { at: { surgery: "keyhole", recovered: 1 }, value: keyhole, interval: near(keyhole, 0.0523) },
      { at: { surgery: "keyhole", recovered: 0 }, value: 1 - keyhole, interval: near(1 - keyhole, 0.0523) },
      { at: { surgery: "none", recovered: 1 }, value: null, reason: "no row has surgery = none and stone = large" },
    ],
    data: dataOf("stones.csv", 706, 700),
  },
);

/** The effect of X can be had from no adjustment, but from a fraction in which R stands free. */
export const napkin = identificationOf("P(Y | do(X))", graphOf("W -> R -> X -> Y; W <-> X; W <-> Y"), {
  identified: true,
  method: "ID",
  estimand: formulaOf(
    quotient(sum("W", law("X, Y", "R, W"), law("W")), sum("W", law("X", "R, W"), law("W"))),
    ["P(X, Y | R, W)", "P(X | R, W)", "P(W)"],
    ["R"],
  ),
  strategy: { kind: "formula" },
  derivation: [
    {
      rule: "ID, line 3",
      text: "With X set, W, R cannot reach Y, and may be set too (rule 3 of the do-calculus).",
      formula: "P(Y | do(W, R, X))",
    },
    {
      rule: "ID, line 7",
      text: "{Y} lies in the district {W, X, Y}, whose law given the rest is the product of its links; go on inside it.",
      formula: "P(Y | do(W, X))",
    },
    { rule: "ID, line 2", text: "Only ancestors of Y matter; W drops out.", formula: "P(Y | do(X))" },
    {
      rule: "ID, line 6",
      text: "{Y} is a whole district: its law given the rest is the product of its links in a causal order.",
    },
  ],
  ways: {
    treatment: ["X"],
    outcome: ["Y"],
    adjustment: { sets: [], ended: "complete" },
    instruments: [],
  },
});

/** The bow: both models have P(X=0, Y=0) = P(X=1, Y=1) = 1/2. */
export const bow = identificationOf("P(Y=1 | do(X=1))", graphOf("X -> Y; X <-> Y"), {
  identified: false,
  method: "ID",
  reason: "X and Y form a hedge",
  obstacle: {
    kind: "hedge",
    text: "X and Y share causes that are not measured. What X does to Y cannot be told from what these causes do to both: {X, Y} is a hedge for {Y}.",
    nodes: ["X", "Y"],
    inner: ["Y"],
  },
  witness: {
    stories: [
      ["U = a fair coin", "X = U", "Y = U"],
      ["U = a fair coin", "X = U", "Y = X"],
    ],
    files: [{ name: "one" }, { name: "other" }],
    agree: ["P(X, Y)"],
    difference: 0,
    question: "P(Y=1 | do(X=1))",
    values: [0.5, 1],
  },
  derivation: [
    {
      rule: "ID, line 5",
      text: "Everything left, X, Y, is one district, and so is Y without X: a hedge. There is no formula.",
    },
  ],
  bounds: [0.35, 0.85],
  sharper: [
    { assumption: { id: "monotone", text: "if X = 1 lowers Y for nobody" }, bounds: [0.55, 0.85] },
    { assumption: { id: "selection", text: "if those with X = 1 are no worse off anyway" }, bounds: [0.35, 0.7] },
    { assumption: { id: "both", text: "if both hold" }, bounds: [0.55, 0.7] },
  ],
  data: dataOf("bow.parquet", 12000),
});

/** A. Balke and J. Pearl, JASA 92, 1997: cholestyramine and cholesterol, the bounds of the average effect. */
export const instrument = identificationOf("ATE(X -> Y)", graphOf("Z -> X -> Y; X <-> Y"), {
  identified: false,
  method: "ID",
  obstacle: {
    kind: "hedge",
    text: "X and Y share a cause that is not measured: {X, Y} is a hedge for {Y}.",
    nodes: ["X", "Y"],
    inner: ["Y"],
  },
  ways: {
    treatment: ["X"],
    outcome: ["Y"],
    adjustment: { sets: [], ended: "complete" },
    instruments: [{ instrument: "Z", given: [] }],
  },
  bounds: [0.392, 0.78],
  sharper: [{ assumption: { id: "same", text: "if the effect is the same for everybody" }, bounds: [0.558, 0.558] }],
  data: dataOf("lipid.csv", 337),
});

/** Two models with the same results of every experiment: Y follows X turned over by a coin, or the coin alone. */
export const thicket = identificationOf("P(Y[X=1]=1, Y[X=0]=0)", graphOf("X -> Y"), {
  identified: false,
  layer: 3,
  method: "ID*",
  obstacle: {
    kind: "thicket",
    text: "Y would have to be seen with X = 1 and with X = 0 in the same individual on the same occasion, and no experiment shows both.",
    nodes: ["X", "Y"],
    inner: ["Y"],
  },
  witness: {
    stories: [
      ["N_Y = a fair coin", "Y = X xor N_Y"],
      ["N_Y = a fair coin", "Y = N_Y"],
    ],
    files: [{ name: "one" }, { name: "other" }],
    agree: ["P(X, Y)", "P(Y | do(X))"],
    difference: 1.2e-16,
    question: "P(Y[X=1]=1, Y[X=0]=0)",
    values: [0.5, 0],
  },
});

/** The individual in the graph: THEORY 1.5, 3.6, 3.8. */
export const reading = identificationOf(
  "P(Y | do(T))",
  graphOf("U -> W; U -> Y; W -> T -> Y", { U: ["latent", "individual"] }),
  {
    identified: true,
    method: "adjustment",
    estimand: formulaOf(sum("W", law("Y", "T, W"), law("W")), ["P(Y | T, W)", "P(W)"]),
    strategy: { kind: "adjustment", treatment: ["T"], outcome: ["Y"], given: ["W"] },
    derivation: [{ rule: "back-door criterion", text: "W closes the only back-door path, T <- W <- U -> Y." }],
    reading: {
      unit: "U",
      individual: {
        identified: true,
        text: "Given the individual's own law, yes: once U is known nothing else links T with Y on an occasion.",
        formula: "P(Y | T; U)",
      },
      stratum: {
        identified: true,
        text: "Yes, for those alike in W.",
        formula: "P(Y | T, W)",
      },
      population: { identified: true, text: "Yes.", formula: "Σ_W P(Y | T, W) P(W)" },
      replicates: "Two observations of the same individual with the same T would tell how much of Y recurs.",
    },
  },
);

const steps: readonly Step[] = Array.from({ length: 30 }, (_, i) => ({
  rule: `ID, line ${1 + (i % 7)}`,
  text: `Only ancestors of V${i + 1} matter; the rest of the variables drop out of what has to be known.`,
  ...(i % 3 === 0 ? { formula: `Σ_V${i} P(V${i + 1} | V${i}, V${i + 2}) P(V${i})` } : {}),
}));

/** Long in every way: thirty steps, many sets, a formula of many factors, a graph that is a ladder of twelve. */
export const long = identificationOf(
  "P(V12 | do(V1))",
  graphOf(
    `${Array.from({ length: 12 }, (_, i) => `V${i + 1}`).join(" -> ")}; V1 -> V3; V2 -> V5; V4 -> V9; V6 -> V12; V1 <-> V4; V2 <-> V6; V7 <-> V12`,
  ),
  {
    identified: true,
    method: "ID",
    estimand: formulaOf(
      sum(
        "V2, V3, V4, V5, V6",
        law("V2", "V1"),
        law("V3", "V1, V2"),
        law("V5", "V2, V4"),
        sum("V1", law("V4", "V1, V2, V3"), law("V1"), sum("V6", law("V6", "V1, V2, V5"), law("V12", "V6, V7, V11"))),
      ),
      ["P(V1, V2, V3, V4, V5, V6, V7, V11, V12)"],
    ),
    strategy: { kind: "formula" },
    derivation: steps,
    ways: {
      treatment: ["V1"],
      outcome: ["V12"],
      adjustment: { sets: Array.from({ length: 9 }, (_, i) => [`V${i + 2}`, `V${i + 3}`]), ended: "the first 9" },
      efficient: ["V2"],
      instruments: [{ instrument: "V3", given: ["V2", "V4"] }],
    },
    level: 0.95,
    values: Array.from({ length: 60 }, (_, i) => ({
      at: { V1: i % 6, V12: Math.floor(i / 6) },
      value: (i + 1) / 61,
      interval: [i / 61, (i + 2) / 61] as const,
    })),
    diagnostics: { steps: 30 },
  },
);

/** Real names, as people have them: long, with spaces, in another script. */
export const words = identificationOf(
  "P(`school attendance` | do(`household income`))",
  {
    nodes: ["mother's years of education", "household income", "child_health_score", "school attendance", "年龄"].map(
      (name) => ({ name, roles: [] }),
    ),
    edges: [
      { from: "mother's years of education", to: "household income", kind: "->" },
      { from: "mother's years of education", to: "school attendance", kind: "->" },
      { from: "household income", to: "child_health_score", kind: "->" },
      { from: "child_health_score", to: "school attendance", kind: "->" },
      { from: "年龄", to: "household income", kind: "->" },
      { from: "年龄", to: "school attendance", kind: "->" },
    ],
  },
  {
    identified: true,
    method: "adjustment",
    estimand: formulaOf(
      sum(
        "mother's years of education, 年龄",
        law("school attendance", "household income, mother's years of education, 年龄"),
        law("mother's years of education, 年龄"),
      ),
      ["P(`school attendance` | `household income`, `mother's years of education`, 年龄)"],
    ),
    strategy: {
      kind: "adjustment",
      treatment: ["household income"],
      outcome: ["school attendance"],
      given: ["mother's years of education", "年龄"],
    },
  },
);

/** Larger than can be drawn: a chain of eighty with a few more edges. */
const many: GivenGraph = graphOf(
  `${Array.from({ length: 80 }, (_, i) => `N${i}`).join(" -> ")}; N3 -> N9; N3 <-> N60; N12 -> N14`,
);
export const large = identificationOf("P(N14 | do(N9))", many, {
  identified: true,
  method: "adjustment",
  estimand: formulaOf(law("N14", "N9"), ["P(N14 | N9)"]),
  strategy: { kind: "adjustment", treatment: ["N9"], outcome: ["N14"], given: [] },
});

export const hostile = hostileAnswer;

export const answers: Readonly<Record<string, Identification>> = {
  frontDoor,
  backDoor,
  napkin,
  bow,
  instrument,
  thicket,
  reading,
  long,
  words,
  large,
  hostile,
};
