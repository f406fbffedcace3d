import type { Identification } from "../../../src/query/identification.ts";
import { formulaOf, law, quotient, sum } from "./builders.ts";

const BAD = "\u001b[31m<script>alert(1)</script>\u202e\u0000";
const T = `${BAD}${"x".repeat(200)}`;
const Y = "שלום & </style></svg><img src=x onerror=alert(2)>";
const Z = "`]]>\"'\\u{1F600}\uffff\ud800";
const names = [T, Y, Z, "__proto__", "constructor"];

const tree = quotient(sum("A", law("A", "B")), law("C"));
const evil = JSON.parse(
  JSON.stringify(tree).replaceAll('"A"', JSON.stringify(T)).replaceAll('"B"', JSON.stringify(Y)),
) as typeof tree;

/** Names, labels and sentences as an enemy would choose them, in every place that a text can stand. */
export const hostileAnswer: Identification = {
  query: `P(\`${Y}\` | do(\`${"x".repeat(200)}\`))`,
  graph: {
    nodes: names.map((name, i) => ({ name, roles: i === 2 ? ["latent", BAD] : [] })),
    edges: [
      { from: T, to: Y, kind: "->" },
      { from: Z, to: T, kind: "->" },
      { from: Z, to: Y, kind: "->" },
      { from: "__proto__", to: "constructor", kind: "<->" },
      { from: T, to: "constructor", kind: "--" },
    ],
  },
  identified: false,
  layer: 3,
  method: BAD,
  estimand: formulaOf(evil, [BAD], [T]),
  strategy: { kind: "adjustment", treatment: [T], outcome: [Y], given: [Z, "not there"] },
  derivation: [{ rule: BAD, text: Y, formula: T }],
  reason: BAD,
  obstacle: { kind: "hedge", text: Y, nodes: [T, Y, "__proto__", "constructor"], inner: [Y, "not there"] },
  witness: {
    stories: [[`${T} = 1`, Y], [Z]],
    files: [{}, {}],
    agree: [BAD],
    difference: 1e-300,
    question: `</script>${BAD}`,
    values: [Number.NaN, 1e300],
  },
  ways: {
    treatment: [T],
    outcome: [Y],
    adjustment: { sets: [[], [T, Y], [Z]], ended: BAD },
    efficient: [],
    frontDoor: [T],
    instruments: [{ instrument: Y, given: [T] }],
  },
  reading: {
    unit: BAD,
    individual: { identified: true, text: Y, formula: T },
    stratum: { identified: false, text: T },
    population: { identified: false, text: BAD },
    replicates: Y,
  },
  value: null,
  bounds: [-1e9, 1e12],
  sharper: [{ assumption: { id: "a", text: T }, bounds: [3, 3] }],
  values: [
    { at: { [T]: Y, ["__proto__"]: 1 }, value: null, reason: BAD, bounds: [0, 1] },
    { at: {}, value: 1e-300, interval: [0, 1e-300] },
  ],
  assumptions: [{ id: "a", text: `</script>${BAD}` }],
  warnings: [{ id: "w", text: T }],
  data: { source: "</script><script>alert(3)</script>", read: 4, used: 3, missing: { [T]: 1 }, notes: [Y] },
  diagnostics: { [BAD]: BAD },
  provenance: { [BAD]: BAD, graph: "</title><script>alert(4)</script>" },
};
