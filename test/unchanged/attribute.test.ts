// "Did not change", kept apart from "is right": the numbers of one real table, to ten digits. A change here must be meant; look at why, then
// run `npx vitest run test/unchanged -u`.
import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

const root = new URL("../..", import.meta.url).pathname;
const jobs = [
  "examples/jobs/nsw_dw.csv",
  "--treatment",
  "treat",
  "--given",
  "age,education,black,hispanic,married,nodegree,re74,re75",
];
const runs = {
  linear: [
    ...jobs,
    "--derive",
    "employed = re78 > 0",
    "--outcome",
    "employed",
    "--learner",
    "linear",
    "--four-way",
    "--variance",
  ],
  boost: [...jobs, "--derive", "employed = re78 > 0", "--outcome", "employed", "--learner", "boost"],
  numeric: [...jobs, "--outcome", "re78"],
};

/** Numbers to ten digits: the last ones may differ between machines. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(10)) : value;
}

for (const [name, args] of Object.entries(runs)) {
  it(name, async () => {
    const text = execFileSync(process.execPath, ["cli/dist/main.js", "attribute", ...args, "--json", "--quiet"], {
      cwd: root,
      encoding: "utf8",
    });
    const { evidence, effect, causation, responses, variance } = JSON.parse(text, rounded);
    const short = JSON.stringify(
      { evidence, effect, causation, responses, variance },
      (key, value) => (["assumptions", "provenance", "method", "query", "warnings"].includes(key) ? undefined : value),
      1,
    );
    await expect(`${short}\n`).toMatchFileSnapshot(`${name}.json`);
  });
}
