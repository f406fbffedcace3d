// Every question there can be, for tests: names as hostile as can be, and never -0, which questions do not have.
import fc from "fast-check";
import {
  CASES,
  type Case,
  EFFECTS,
  type Effect,
  type Event,
  type Expectation,
  type Given,
  type Probability,
  type Quantity,
  type Question,
  type Setting,
  type Term,
  type Value,
  type World,
  type WorldTerm,
} from "../../src/query/question.js";

const HOSTILE = [
  "",
  " ",
  "`",
  "``",
  '"',
  "\\",
  "\\n",
  "a`b",
  'a"b',
  "my var",
  "1st",
  "-1",
  "Y=1",
  "do(T=1)",
  "\n",
  "\u001b[31m",
  "\u202e",
  "\ud83d",
  "\ude00",
  "😀",
  "日本",
  "été",
  "e\u0301",
  "\u0301",
  "__proto__",
  "constructor",
  "Infinity",
  "NaN",
];
const WORDS = ["P", "E", "Var", "SD", "do", "vs", "unit", "ATE", "PC", "complier", "and", "given"];
/** Any sixteen bits, halves of pairs too. */
const anything = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 6 });

const name: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("T", "X", "Y", "Z", "score_2", "Größe") },
  { weight: 2, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: anything },
);
const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
);
const value: fc.Arbitrary<Value> = fc.oneof(number, name);

const {
  term,
  worldTerm,
  setting: settings,
} = fc.letrec<{
  term: Term;
  worldTerm: WorldTerm;
  setting: Setting;
  world: World;
}>((tie) => ({
  term: fc.oneof({ depthSize: "small" }, fc.record({ kind: fc.constant("term" as const), name }), tie("worldTerm")),
  worldTerm: fc.record({ kind: fc.constant("term" as const), name, world: tie("world") }),
  setting: fc.record({
    variable: name,
    to: fc.oneof({ depthSize: "small", maxDepth: 3 }, { weight: 4, arbitrary: value }, tie("worldTerm")),
  }),
  world: fc.record({
    set: fc.array(tie("setting"), { maxLength: 3, depthIdentifier: "world" }),
    occasion: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 12 })),
  }),
}));

/** `T=1`, `Z=Z[X=0]`. */
export const setting: fc.Arbitrary<Setting> = settings;

const event: fc.Arbitrary<Event> = fc.record(
  {
    term,
    test: fc.record({ comparison: fc.constantFrom("=", "!=", "<", "<=", ">", ">=" as const), value }),
  },
  { requiredKeys: ["term"] },
);

const given: fc.Arbitrary<Given> = fc.record({
  do: fc.array(fc.record({ variable: name, to: fc.oneof(value, worldTerm) }, { requiredKeys: ["variable"] }), {
    maxLength: 2,
  }),
  events: fc.array(event, { maxLength: 3 }),
  individual: fc.array(fc.record({ name, value }), { maxLength: 2 }),
});

/** Arithmetic over atoms: of all shapes, a few deep. */
function arithmetic<Of>(atom: fc.Arbitrary<Of>): fc.Arbitrary<Of> {
  const { node } = fc.letrec<{ node: Of }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5, depthSize: "small" },
      { weight: 3, arbitrary: atom },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("number"), value: number }) as fc.Arbitrary<Of> },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("negative"), of: tie("node") }) as fc.Arbitrary<Of> },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constant("arithmetic"),
          operator: fc.constantFrom("+", "-", "*", "/", "^"),
          left: tie("node"),
          right: tie("node"),
        }) as fc.Arbitrary<Of>,
      },
    ),
  }));
  return node;
}

const probability: fc.Arbitrary<Probability> = fc.record({
  kind: fc.constant("probability"),
  events: fc.array(event, { minLength: 1, maxLength: 3 }),
  given,
});

const expectation: fc.Arbitrary<Expectation> = fc.record({
  kind: fc.constant("expectation"),
  moment: fc.constantFrom("E", "Var", "SD"),
  of: arithmetic<Quantity>(term),
  given,
});

const parts = {
  kind: fc.constant("effect" as const),
  treatment: name,
  arms: fc.record({ treated: value, control: value }),
  outcome: name,
  success: value,
  given,
};
const requiredKeys = ["kind", "name", "treatment", "outcome", "given"] as const;
const effect: fc.Arbitrary<Effect> = fc.oneof(
  fc.record(
    { ...parts, name: fc.constantFrom(...EFFECTS.filter((one) => !["BENEFIT", "NDE", "NIE"].includes(one))) },
    {
      requiredKeys: [...requiredKeys],
    },
  ),
  fc.record(
    {
      ...parts,
      name: fc.constantFrom("NDE" as const, "NIE" as const),
      through: fc.array(name, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: [...requiredKeys, "through"] },
  ),
  fc.record(
    {
      ...parts,
      name: fc.constant("BENEFIT" as const),
      payoffs: fc.record({ complier: number, always: number, never: number, defier: number }),
    },
    { requiredKeys: [...requiredKeys, "payoffs"] },
  ),
);

const fact = fc.record({ variable: name, value });
const caseOf: fc.Arbitrary<Case> = fc.record(
  {
    kind: fc.constant("case" as const),
    name: fc.constantFrom(...CASES),
    treatment: fc.record({ variable: name, value, versus: value }, { requiredKeys: ["variable", "value"] }),
    outcome: fact,
    given,
  },
  { requiredKeys: ["kind", "name", "outcome", "given"] },
);

/** A question that is no arithmetic. */
const atom: fc.Arbitrary<Probability | Expectation | Effect | Case> = fc.oneof(
  probability,
  expectation,
  effect,
  caseOf,
);

/** Copied, because fast-check makes some objects without a prototype. */
export const question: fc.Arbitrary<Question> = fc
  .oneof({ weight: 2, arbitrary: atom }, { weight: 1, arbitrary: arithmetic<Question>(atom) })
  .map((one) => structuredClone(one));
