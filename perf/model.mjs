// How long exact questions take: a chain-like graph of 20 binary variables with 100 kinds of individuals, and the example files.
// Beside it numpy (perf/model.py), where there is one. Usage: npm run build && [PYTHON=python3] node perf/model.mjs [runs]
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { ask, readModel } from "discoscm";
import { machine, time } from "./stopwatch.mjs";

const runs = Number(process.argv[2] ?? 15);
/** V0 -> V1 -> V2 ..., each with its two predecessors as parents, and a kind of individual that shifts all. */
function chain(variables, units) {
  const names = Array.from({ length: variables }, (_, i) => `V${i}`);
  const text = (i) =>
    `0.1 + 0.4 * a + ${
      names
        .slice(Math.max(0, i - 2), i)
        .map((name) => `0.2 * ${name}`)
        .join(" + ") || "0"
    }`;
  return JSON.stringify({
    disco: 1,
    units: Array.from({ length: units }, (_, i) => ({ name: `u${i}`, weight: 1, a: (i + 1) / (units + 1) })),
    variables: Object.fromEntries(names.map((name, i) => [name, { bernoulli: text(i) }])),
  });
}

console.log(machine(runs));
const model = readModel(chain(20, 100));
for (const [question, options] of [
  ["P(V19=1)", {}],
  ["P(V19=1 | V0=1, V10=0)", {}],
  ["P(V19=1 | do(V0=1), V10=0)", {}],
  ["P(V19[V0=0]=1 | V0=1, V10=0, V19=1)", {}],
  ["P(V19[V0=0]=1 | V0=1, V10=0, V19=1)", { coupling: 1 }],
  ["P(V19[V0=0]=1 | V0=1, V10=0, V19=1)", { coupling: 0.5 }],
]) {
  time(`20 variables x 100 units: ${question} ${JSON.stringify(options)}`, runs, () => ask(model, question, options));
}
const own = ask(model, "P(V19=1 | V0=1, V10=0)").value;
try {
  const script = new URL("model.py", import.meta.url).pathname;
  const [took, value] = execFileSync(process.env.PYTHON ?? "python3", [script, String(runs)], { encoding: "utf8" })
    .trim()
    .split(" ");
  console.log(
    `numpy, a forward pass written for this chain: P(V19=1 | V0=1, V10=0)  median ${took} ms (${value}; ours ${own})`,
  );
} catch {
  console.log("numpy: not here (set PYTHON to one that has it)");
}
for (const [file, questions] of Object.entries({
  subsidy: [
    "P(retained[subsidy=0]=1 | subsidy=1, retained=1)",
    "SHARES(subsidy=1, retained=1)",
    "PN(subsidy -> retained)",
  ],
  layers: ["P(Y[X=0]=1 | X=1, Y=1)", "E[Y[X=1, Z=Z[X=0]]]"],
  exam: ["PC(passed=1)"],
  surrogate: ["ATE(X -> Y)"],
  score: ["E[score[] | score=700]", "P(score[]>600 | score>600)"],
})) {
  const example = readModel(readFileSync(new URL(`../examples/models/${file}.disco.json`, import.meta.url), "utf8"));
  for (const question of questions) time(`${file}: ${question}`, runs, () => ask(example, question));
}
